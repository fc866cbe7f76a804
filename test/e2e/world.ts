import type { Page } from "playwright-core";
import { expect } from "vitest";
import { freePort, startServer, type TestServer } from "../faults/server.ts";
import { openBrowser } from "./browser.ts";

/** A new installation with its example, open in a browser. */
export interface World {
  readonly server: TestServer;
  readonly page: Page;
  /** Goes to an address of the pages by loading it. */
  open(path: string): Promise<void>;
  /** Calls the management API with the browser's session. */
  api<Answer>(method: string, path: string, body?: unknown): Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts the real server and a browser; fails at the end where a page threw or broke its content security policy. */
export async function openWorld(env: Readonly<Record<string, string>> = {}): Promise<World> {
  const port = await freePort();
  const server = await startServer({ port, env: { MILLRACE_ALLOW_HOSTS: "127.0.0.1", ...env } });
  const browser = await openBrowser();
  const { page } = browser;
  return {
    server,
    page,
    open: async (path) => {
      await page.goto(server.url + path);
    },
    async api(method, path, body) {
      const answer = await page.request.fetch(server.url + path, {
        method,
        headers: { origin: server.url },
        ...(body === undefined ? {} : { data: body }),
      });
      expect(answer.ok(), `${method} ${path} answered ${answer.status()}: ${await answer.text()}`).toBe(true);
      return answer.status() === 204 ? undefined : await answer.json();
    },
    async [Symbol.asyncDispose]() {
      await browser[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
      expect(browser.faults).toEqual([]);
    },
  };
}

export async function signIn({ server, page, open }: World): Promise<void> {
  await open("/sign-in");
  await page.getByLabel("E-mail").fill(server.owner.email);
  await page.getByLabel("Password").fill(server.owner.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Workflows" }).waitFor();
}

/** Opens the example's page of that name from the list, as a person would. */
export async function openExample({ page }: World, place: "Flow" | "Workflow endpoint" | "API keys" | "Details"): Promise<void> {
  await page.getByRole("link", { name: "Order triage", exact: true }).click();
  await page.getByRole("navigation", { name: "Pages of this workflow" }).getByRole("link", { name: place }).click();
  await page.getByRole("heading", { name: place, level: 1, exact: true }).waitFor();
}

/** The CONTRACT's own example: adds two numbers if the first is smaller. */
export function additionFlow(): Record<string, unknown> & { nodes: { id: string; name: string }[] } {
  return {
    schemaVersion: 1,
    inputs: [
      { name: "a", type: "number", mandatory: true, description: "The first number" },
      { name: "b", type: "number", mandatory: true },
    ],
    outputs: [{ name: "sum", type: "number" }],
    nodes: [
      { id: "n1", type: "start", name: "Start", config: {} },
      {
        id: "n2",
        type: "condition",
        name: "Smaller",
        config: { branches: [{ join: "and", criteria: [{ left: "{{steps.Start.a}}", operator: "<", right: "{{steps.Start.b}}" }] }] },
      },
      {
        id: "n3",
        type: "script",
        name: "Sum",
        config: { language: "javascript", code: "return { sum: context.steps.Start.a + context.steps.Start.b }" },
      },
      { id: "n4", type: "end", name: "Added", config: { outputs: [{ name: "sum", value: "{{steps.Sum.output.sum}}" }] } },
      { id: "n5", type: "end", name: "Not added", config: { outputs: [{ name: "sum", value: "{{steps.Start.b}}" }] } },
    ],
    edges: [
      { from: "n1", outcome: "next", to: "n2" },
      { from: "n2", outcome: "if", to: "n3" },
      { from: "n3", outcome: "success", to: "n4" },
      { from: "n2", outcome: "else", to: "n5" },
    ],
  } as never;
}
