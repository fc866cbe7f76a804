import type { AnswerOf, ParamsOf, SentBodyOf, SentQueryOf } from "#flow/contract/route.ts";
import type { Routes } from "./routes.ts";
import { request } from "./client.ts";

type Address<R> = R extends { method: infer Method extends string; path: infer Path extends string } ? `${Method} ${Path}` : never;
/** The declarations by "GET /api/workflows": looking one up is much less work for the compiler than searching them all. */
type ByAddress = { [Name in keyof Routes as Address<Routes[Name]>]: Routes[Name] };
type Methods = Routes[keyof Routes]["method"];
type PathsOf<Method extends string, Known = keyof ByAddress> = Known extends `${Method} ${infer Path}` ? Path : never;
type Paths = { [Method in Methods]: PathsOf<Method> };
type RouteAt<Method extends string, Path extends string> = `${Method} ${Path}` extends infer At extends keyof ByAddress
  ? ByAddress[At]
  : never;

type Needed<Key extends string, Value> = Value extends undefined ? unknown : { [key in Key]: Value };
type Given<R> = (R extends { readonly path: infer Path }
  ? Path extends `${string}{${string}`
    ? { params: ParamsOf<R> }
    : unknown
  : never) &
  Needed<"body", SentBodyOf<R>> & { query?: SentQueryOf<R>; headers?: Record<string, string>; signal?: AbortSignal };

interface Loose {
  params?: Readonly<Record<string, string>> | undefined;
  query?: Record<string, string | number | undefined> | undefined;
  body?: unknown;
  headers?: Record<string, string> | undefined;
  signal?: AbortSignal | undefined;
}

/** Calls a declared route; what is sent and what comes back have the declaration's types. Rejects with RequestFailed. */
export async function call<const Method extends Methods, const Path extends Paths[Method]>(
  method: Method,
  path: Path,
  given: Given<RouteAt<Method, Path>>,
): Promise<AnswerOf<RouteAt<Method, Path>>> {
  // The server validates what it answers against the same declaration.
  return (await send(method, path, given)).body as AnswerOf<RouteAt<Method, Path>>;
}

/** The same, with the answer's headers, for routes that use an ETag. */
export async function callWithHeaders<const Method extends Methods, const Path extends Paths[Method]>(
  method: Method,
  path: Path,
  given: Given<RouteAt<Method, Path>>,
): Promise<{ answer: AnswerOf<RouteAt<Method, Path>>; headers: Headers }> {
  const { body, headers } = await send(method, path, given);
  // As in `call`.
  return { answer: body as AnswerOf<RouteAt<Method, Path>>, headers };
}

/** What a route demands was checked at the call; here only the names matter. */
function send(method: string, path: string, given: object) {
  const { params = {}, ...sent }: Loose = given;
  return request(
    method,
    path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? "")),
    sent,
  );
}
