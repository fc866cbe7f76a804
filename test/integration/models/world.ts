/** What the tests of models share: an installation, a scripted provider, and connections to it. */
import { env as bindings } from "cloudflare:workers";
import { expect, inject } from "vitest";
import type { Env } from "#worker/bindings/env.ts";
import { install, type Person } from "../management/installation.ts";
import type { ArrivedCall } from "../../fixtures/servers/model-server.ts";
import type { ScriptedReply } from "../../fixtures/servers/scripted-reply.ts";

const env = bindings as unknown as Env;
/** The objects of the tests' Worker open what this installation seals. */
export const installation = install({ MILLRACE_ENCRYPTION_KEYS: env.MILLRACE_ENCRYPTION_KEYS, MILLRACE_ALLOW_HOSTS: "127.0.0.1" });

/** A provider of the test's own. */
export function newProvider() {
  const origin = `${inject("modelServer")}/r/${crypto.randomUUID()}`;
  return {
    baseUrl: `${origin}/v1`,
    origin,
    script: (...replies: ScriptedReply[]) => fetch(`${origin}/setup`, { method: "POST", body: JSON.stringify({ replies }) }),
    arrived: async (): Promise<ArrivedCall[]> => (await fetch(`${origin}/journal`)).json(),
  };
}
export type Provider = ReturnType<typeof newProvider>;

export const prices = { input: 2.5, cachedInput: 1.25, output: 10 };

/** Makes a connection; its id. */
export async function newConnection(person: Person, provider: Provider, more: Record<string, unknown> = {}): Promise<string> {
  const settings = {
    provider: "openai-compatible",
    baseUrl: provider.baseUrl,
    apiKey: "c4nary-key",
    models: [{ name: "alpha", prices }, "beta"],
  };
  const { status, body } = await person.post("/api/models", { name: crypto.randomUUID(), ...settings, ...more });
  expect([status, body.errors]).toEqual([201, undefined]);
  return body.id;
}
