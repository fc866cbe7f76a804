/** Which models a provider offers, as it lists them itself. */
import { addressOf, type Provider } from "#flow/models/connection.ts";
import { errors } from "#flow/problems/errors.ts";
import { UnsealError } from "#store/encryption.ts";
import { loadConnection } from "#store/models/connection-record.ts";
import type { ConnectionPlace } from "#store/models/model-key.ts";
import { explainFailure } from "./explain-failure.ts";
import { modelFetch, type ModelEnv } from "./model-fetch.ts";
import { openConnection, type OpenedConnection } from "./opened-connection.ts";

const timeoutMs = 15_000;

interface AvailableModel {
  name: string;
  title: string | null;
}
type Listed =
  | { readonly ok: true; readonly models: AvailableModel[] }
  | { readonly ok: false; readonly message: string; readonly suggestion: string };

interface Listing {
  readonly path: string;
  headers(key: string): Record<string, string>;
}

const bearer = (key: string): Record<string, string> => (key === "" ? {} : { authorization: `Bearer ${key}` });
const listings: Readonly<Record<Provider, Listing>> = {
  openai: { path: "/models", headers: bearer },
  "openai-compatible": { path: "/models", headers: bearer },
  "workers-ai": { path: "/models", headers: bearer },
  anthropic: { path: "/models?limit=1000", headers: (key) => ({ "x-api-key": key, "anthropic-version": "2023-06-01" }) },
  google: { path: "/models?pageSize=1000", headers: (key) => ({ "x-goog-api-key": key }) },
};

/** The models by name, or why there is no list. */
export async function listAvailable(env: ModelEnv, place: ConnectionPlace): Promise<Listed> {
  const record = await loadConnection(env.DB, place);
  if (!record) return refuse("The connection was deleted in the meantime.", errors.model_unknown.suggestion);
  let connection: OpenedConnection;
  try {
    connection = await openConnection(record, env.MILLRACE_ENCRYPTION_KEYS);
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return refuse(`${errors.model_key_unreadable.title}.`, errors.model_key_unreadable.suggestion);
  }
  const address = addressOf(connection);
  if (address === null)
    return refuse("Workers AI is called by its binding, which lists no models.", "Enter the names of the models that you use.");
  const { path, headers } = listings[connection.provider];
  try {
    const response = await modelFetch(env, timeoutMs, undefined)(address + path, { headers: headers(connection.apiKey) });
    const text = await response.text();
    if (!response.ok) throw Object.assign(new Error(), { statusCode: response.status, responseBody: text });
    return { ok: true, models: namesIn(JSON.parse(text)) };
  } catch (thrown) {
    const { message, code } = explainFailure(thrown, connection).error;
    return refuse(message, errors[code].suggestion);
  }
}

function refuse(message: string, suggestion: string): Listed {
  return { ok: false, message, suggestion };
}

interface Item {
  readonly id?: unknown;
  readonly name?: unknown;
  readonly display_name?: unknown;
  readonly displayName?: unknown;
  readonly supportedGenerationMethods?: readonly string[];
}

/** OpenAI and Anthropic list at `data` by id, Google at `models` by `models/name`. Google also says what a model can do; models that generate no text are left out. */
function namesIn(body: unknown): AvailableModel[] {
  const { data, models } = (body ?? {}) as { readonly data?: readonly Item[]; readonly models?: readonly Item[] };
  const items = Array.isArray(data) ? (data as readonly Item[]) : Array.isArray(models) ? (models as readonly Item[]) : [];
  return items
    .filter(({ supportedGenerationMethods: methods }) => methods === undefined || methods.includes("generateContent"))
    .flatMap(({ id, name, display_name: title, displayName = title }) => {
      const text = typeof id === "string" ? id : typeof name === "string" ? name.replace(/^models\//, "") : "";
      return text === "" ? [] : [{ name: text, title: typeof displayName === "string" && displayName !== text ? displayName : null }];
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
