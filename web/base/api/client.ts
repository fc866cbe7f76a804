import { decodePart } from "./decode-part.ts";
import { parseProblem, RequestFailed } from "./problem.ts";

export interface Sent {
  /** Sent as JSON, or as it is where it is a form with files. */
  body?: unknown;
  /** Query parameters; undefined ones are left out. */
  query?: Record<string, string | number | undefined> | undefined;
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
  /** A call of a deployed workflow with its key: without the session, as any other caller would make it. */
  asCaller?: boolean;
}
export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

let onSignedOut: () => void = () => undefined;
/** Names what happens when the session has ended while a page is open. */
export function whenSignedOut(act: () => void): void {
  onSignedOut = act;
}

/** The pages' only way to the server. Rejects with RequestFailed for any answer that is not a success. */
export async function request(method: string, path: string, sent: Sent = {}): Promise<Answer> {
  const answer = await send(method, path, sent);
  return { status: answer.status, headers: answer.headers, body: await contentOf(answer) };
}

/** Fetches a file that the server offers, with the name that it gives it. */
export async function requestFile(path: string, query?: Sent["query"]): Promise<{ name: string; content: Blob }> {
  const answer = await send("GET", path, { query, headers: { accept: "*/*" } });
  return { name: fileName(answer.headers.get("content-disposition") ?? ""), content: await answer.blob() };
}

async function send(method: string, path: string, { body, query, headers, signal, asCaller = false }: Sent): Promise<Response> {
  const isForm = body instanceof FormData;
  const answer = await fetch(path + queryText(query), {
    method,
    headers: { accept: "application/json", ...(body === undefined || isForm ? {} : { "content-type": "application/json" }), ...headers },
    credentials: asCaller ? "omit" : "same-origin",
    redirect: "error",
    ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (answer.ok) return answer;
  const content = await contentOf(answer);
  if (answer.status === 401 && !asCaller && !path.startsWith("/api/auth/")) onSignedOut();
  throw new RequestFailed(parseProblem(answer.status, content, answer.headers.get("x-request-id")));
}

/** RFC 6266: the extended form carries what is not ASCII. */
function fileName(disposition: string): string {
  const extended = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const decoded = extended && decodePart(extended);
  if (decoded) return decoded;
  return /filename="([^"]*)"/i.exec(disposition)?.[1] ?? "download";
}

/** The part of an address that says a query; what is undefined or empty is left out. */
export function queryText(query: Sent["query"]): string {
  const pairs = Object.entries(query ?? {}).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : "";
}

async function contentOf(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
