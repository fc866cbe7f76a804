import type { TestProject } from "vitest/node";
import { startModelServer } from "../../fixtures/servers/model-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    modelServer: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { origin, close } = await startModelServer();
  project.provide("modelServer", origin);
  return close;
}
