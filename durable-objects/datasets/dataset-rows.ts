import { DurableObject } from "cloudflare:workers";

export class DatasetRows extends DurableObject {}
