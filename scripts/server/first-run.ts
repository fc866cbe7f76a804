/**
 * What an empty installation gets: its owner, an example workflow, deployed, and a key to call it. Everything goes
 * through the public API, so that the first start is also the first proof that it works. Each step is noted when
 * it is done: an interrupted first start goes on where it stopped.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { ApiClient, ApiRefusal } from "./api-client.ts";
import type { Settings } from "./settings.ts";
import { writePrivately } from "./write-privately.ts";

const exampleName = "Order triage";
const keyName = "First key";

interface Progress {
  readonly email: string;
  /** Kept only until the first start is complete. */
  readonly password?: string;
  readonly workflowId?: string;
  readonly key?: string;
  readonly done: boolean;
}

/** What to tell the person at the terminal; `key` and `password` only this once. */
export interface Welcome {
  readonly email: string;
  readonly password?: string;
  readonly example?: { readonly workflowId: string; readonly name: string; readonly key: string };
}

/** Completes the first start, or answers what is known of an earlier one. `echoPort` is where the example's service listens. */
export async function firstRun(settings: Settings, api: ApiClient, echoPort: number): Promise<Welcome> {
  const file = join(settings.dataFolder, "first-run.json");
  let progress: Progress = existsSync(file)
    ? (JSON.parse(readFileSync(file, "utf8")) as Progress)
    : { email: settings.ownerEmail, password: settings.ownerPassword ?? randomBytes(12).toString("base64url"), done: false };
  if (progress.done) return { email: progress.email };
  const note = (more: Partial<Progress>): void => {
    progress = { ...progress, ...more };
    writePrivately(file, `${JSON.stringify(progress, null, 2)}\n`);
  };
  note({});

  const { email, password = "" } = progress;
  await signUpOrIn(api, email, password);
  const workflowId = progress.workflowId ?? (await findOrCreateExample(api));
  note({ workflowId });
  await api.call("PUT", `/api/workflows/${workflowId}/flow`, exampleFlow(echoPort));
  await api.call("POST", `/api/workflows/${workflowId}/deploy`, {});
  const key = progress.key ?? (await freshKey(api, workflowId));
  note({ key });
  return {
    email,
    ...(settings.ownerPassword === undefined ? { password } : {}),
    example: { workflowId, name: exampleName, key },
  };
}

/** Called when the person has seen the password and the key: from now on neither is stored. */
export function endFirstRun(settings: Settings, welcome: Welcome): void {
  const done: Progress = { email: welcome.email, done: true };
  writePrivately(join(settings.dataFolder, "first-run.json"), `${JSON.stringify(done, null, 2)}\n`);
}

async function signUpOrIn(api: ApiClient, email: string, password: string): Promise<void> {
  try {
    await api.call("POST", "/api/auth/sign-up/email", { name: "Owner", email, password });
  } catch (error) {
    // An interrupted first start has signed up already.
    if (!(error instanceof ApiRefusal) || ![403, 409, 422].includes(error.status)) throw error;
    await api.call("POST", "/api/auth/sign-in/email", { email, password });
  }
}

async function findOrCreateExample(api: ApiClient): Promise<string> {
  const { items } = await api.call<{ items: { id: string; name: string }[] }>(
    "GET",
    `/api/workflows?search=${encodeURIComponent(exampleName)}`,
  );
  const found = items.find(({ name }) => name === exampleName);
  if (found) return found.id;
  const description = "Checks an order's price and country, adds tax and sends large orders to review.";
  return (await api.call<{ id: string }>("POST", "/api/workflows", { name: exampleName, description })).id;
}

/** A key that was made but could not be noted is lost: it is revoked and made again. */
async function freshKey(api: ApiClient, workflowId: string): Promise<string> {
  const path = `/api/workflows/${workflowId}/keys`;
  const { items } = await api.call<{ items: { id: string; name: string }[] }>("GET", path);
  for (const { id, name } of items) if (name === keyName) await api.call("DELETE", `${path}/${id}`);
  return (await api.call<{ key: string }>("POST", path, { name: keyName })).key;
}

function exampleFlow(echoPort: number): unknown {
  const text = readFileSync(join(root, "scripts/example/flow.json"), "utf8");
  return JSON.parse(text.replaceAll("127.0.0.1:8788", `127.0.0.1:${echoPort}`));
}
