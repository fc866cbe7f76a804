import type { TestProject } from "vitest/node";
import { startAuthorizationServer } from "../../fixtures/servers/authorization-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    authorizationServer: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { origin, close } = await startAuthorizationServer();
  project.provide("authorizationServer", origin);
  return close;
}
