import type { routes } from "#flow/contract/routes.ts";

/** The declarations whose types the pages use. Types only: no schema is in the pages' bundle. */
export type Routes = typeof routes;
