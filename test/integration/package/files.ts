/** The files of an export and the form that an import is sent as. */
import { unzipSync, zipSync } from "fflate";
import type { FlowDocument } from "#flow/model/document.ts";
import { firstFlow } from "#flow/templates/first-flow.ts";
import { origin, type Answer, type install, type Person } from "../management/installation.ts";

type App = ReturnType<typeof install>["app"];
export type FormParts = Readonly<Record<string, string | Blob | { readonly name: string; readonly content: string | Uint8Array }>>;

export const anApp = {
  schemaVersion: 1,
  name: "Translate",
  description: "From one language to another",
  version: { name: "Stable", description: "as agreed", createdAt: "2026-01-02T03:04:05.000Z" },
  endpoint: { sync: { timeoutSec: 90 }, async: { enabled: false, callbackUrl: "https://hooks.example.com/done", timeoutSec: null } },
  guardrails: { input: [], output: [] },
};
export const described = (description: string): FlowDocument => ({ ...firstFlow, inputs: [{ ...firstFlow.inputs[0]!, description }] });
export const variablesFile = (...variables: readonly object[]) => ({ schemaVersion: 1, variables });
export const variable = (name: string, value: string | null, more: object = {}) => ({ name, secure: false, value, notes: "", ...more });

/** The three files as parts of a form. */
export function threeFiles(variables: readonly object[] = [], flow: unknown = described("imported"), app: unknown = anApp): FormParts {
  return {
    flow_definition: JSON.stringify(flow),
    app_definition: JSON.stringify(app),
    env_variables: JSON.stringify(variablesFile(...variables)),
  };
}

export function zipped(files: Readonly<Record<string, unknown>>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, value]) => [name, new TextEncoder().encode(JSON.stringify(value))])));
}

export function formOf(parts: FormParts): FormData {
  const form = new FormData();
  for (const [field, part] of Object.entries(parts)) {
    if (typeof part === "string") form.append(field, part);
    else if (part instanceof Blob) form.append(field, part, "export.zip");
    else form.append(field, new Blob([part.content]), part.name);
  }
  return form;
}

export async function upload(
  app: App,
  { cookie }: Person,
  path: string,
  body: BodyInit,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await app.fetch(new Request(origin + path, { method: "POST", body, headers: { cookie, origin, ...headers } }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) };
}

export interface Exported {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly files: Readonly<Record<string, string>>;
}

export async function download(app: App, { cookie }: Person, path: string): Promise<Exported> {
  const response = await app.fetch(new Request(origin + path, { headers: { cookie } }));
  const bytes = await response.bytes();
  const files = response.status === 200 ? Object.entries(unzipSync(bytes)) : [];
  return {
    status: response.status,
    headers: response.headers,
    bytes,
    files: Object.fromEntries(files.map(([name, content]) => [name, new TextDecoder().decode(content)])),
  };
}
