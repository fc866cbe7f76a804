import { DurableObject } from "cloudflare:workers";

export class Runner extends DurableObject {}
export class Limiter extends DurableObject {}

export default {
  fetch(): Response {
    return new Response("ok");
  },
};
