/**
 * The only place from which anything is called. Every hop is judged, nothing is sent to a host that it was not meant
 * for, no answer is read beyond its bound, and nothing waits for ever.
 */
import { judgeAddress, type OutboundPolicy } from "#flow/outbound/judge-address.ts";
import { keepHeaders } from "#flow/outbound/keep-headers.ts";
import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { nextHop, redirectTarget, type Hop } from "#flow/outbound/redirect.ts";
import { checkBody, checkHeaders, checkMethod, type HeaderList } from "#flow/outbound/request-head.ts";
import { limits } from "#flow/limits.ts";
import { errors } from "#flow/problems/errors.ts";
import { boundedStream } from "./bounded-stream.ts";
import { deadlineSignal } from "./deadline-signal.ts";
import { readCapped } from "./read-capped.ts";
import { unpack } from "./unpack.ts";

export interface OutboundRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body?: string | Uint8Array;
  /** `refuse`: a redirect is handed back like any other answer. */
  readonly redirects: "follow" | "refuse";
  readonly timeoutMs: number;
  readonly maxBytes: number;
  /** What happens to a body beyond `maxBytes`: an error, or only its beginning is kept. */
  readonly overflow?: "fail" | "cut";
  readonly signal?: AbortSignal;
  /** Throws an OutboundError for an address that the policy allows and this request may not go to; asked for each hop. */
  readonly checkCall?: ((url: URL, isRedirect: boolean) => void) | undefined;
}

export interface OutboundResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
  /** The content codings that the body is still in. */
  readonly packed?: string;
}

/**
 * `publicOnly`, where the runtime offers it, connects to public addresses alone, so that a public name that resolves to
 * a private address leads nowhere (docs/decisions/outbound.md). Hosts on the installation's list go through `listed`.
 * Where one is missing, the runtime's own `fetch` takes its place.
 */
export interface Networks {
  readonly publicOnly?: Fetcher | undefined;
  readonly listed?: Fetcher | undefined;
}

/** Sends a request and reads its answer. Rejects with an OutboundError and nothing else. */
export async function outbound(request: OutboundRequest, policy: OutboundPolicy, networks: Networks = {}): Promise<OutboundResponse> {
  const deadline = deadlineSignal(request.timeoutMs, request.signal);
  const way: Way = {};
  try {
    const response = await follow(request, policy, networks, deadline.signal, way);
    const unpacked = await unpack(response);
    const bytes =
      unpacked.body === response.body && fits(response.headers, request.maxBytes)
        ? new Uint8Array(await response.arrayBuffer())
        : await readCapped(unpacked.body, request.maxBytes, request.overflow ?? "fail");
    const { status } = response;
    return { status, headers: keepHeaders(response.headers), body: bytes, ...(!unpacked.ok && { packed: unpacked.packed }) };
  } catch (error) {
    throw deadline.explain() ?? asOutboundError(error, way.hop);
  } finally {
    deadline.clear();
  }
}

/**
 * The same for an answer that is read as it comes. The deadline and the bound hold until its body has ended, which then
 * fails with an OutboundError, as this does.
 */
export async function outboundStream(request: OutboundRequest, policy: OutboundPolicy, networks: Networks = {}): Promise<Response> {
  const deadline = deadlineSignal(request.timeoutMs, request.signal);
  const way: Way = {};
  const explained = (error: unknown): OutboundError => deadline.explain() ?? asOutboundError(error, way.hop);
  try {
    const response = await follow(request, policy, networks, deadline.signal, way);
    const unpacked = await unpack(response);
    const headers = new Headers(response.headers);
    for (const name of ["content-encoding", "content-length"]) headers.delete(name);
    const body = unpacked.body && boundedStream(unpacked.body, request.maxBytes, explained, deadline.clear);
    if (!body) deadline.clear();
    return new Response(body, { status: response.status, headers });
  } catch (error) {
    deadline.clear();
    throw explained(error);
  }
}

/** How far a request has come; kept outside so that an error can name the host. */
interface Way {
  hop?: Hop;
}

/** The answer at the end of all redirects that are followed. */
async function follow(
  request: OutboundRequest,
  policy: OutboundPolicy,
  networks: Networks,
  signal: AbortSignal,
  way: Way,
): Promise<Response> {
  const method = checkMethod(request.method);
  const headers = checkHeaders(request.headers);
  const body = checkBody(method, request.body);
  let address = request.url;
  let status = 0;
  for (let redirects = 0; ; redirects++) {
    const verdict = judgeAddress(address, policy);
    if (!verdict.ok) {
      throw new OutboundError(
        verdict.code,
        redirects > 0 ? `The call was redirected. ${verdict.message}` : verdict.message,
        verdict.suggestion,
        "other",
      );
    }
    request.checkCall?.(verdict.url, redirects > 0);
    const hop: Hop = way.hop ? nextHop(way.hop, status, verdict.url) : { url: verdict.url, method, headers, body };
    way.hop = hop;
    const response = await send(hop, verdict.allowed ? networks.listed : networks.publicOnly, signal);
    const target = request.redirects === "follow" ? redirectTarget(response.status, response.headers.get("location")) : undefined;
    if (target === undefined) return response;
    discard(response);
    if (redirects >= limits.maxRedirects) {
      throw new OutboundError(
        "http_failed",
        `The call was redirected more than ${limits.maxRedirects} times.`,
        "Call the final address directly.",
        "other",
      );
    }
    status = response.status;
    address = URL.canParse(target, hop.url.href) ? new URL(target, hop.url.href).href : target;
  }
}

function send(hop: Hop, network: Fetcher | undefined, signal: AbortSignal): Promise<Response> {
  const headers = new Headers({ "user-agent": "Millrace" });
  // The first of a name replaces our own, further ones add to it.
  const seen = new Set<string>();
  for (const [name, value] of hop.headers) {
    if (seen.has(name)) headers.append(name, value);
    else headers.set(name, value);
    seen.add(name);
  }
  const init: RequestInit = { method: hop.method, headers, redirect: "manual", signal };
  // As bytes: what workerd makes of a lone surrogate in a string differs from what TextEncoder, and so a signature, makes of it.
  if (hop.body !== undefined) init.body = typeof hop.body === "string" ? new TextEncoder().encode(hop.body) : hop.body;
  return network ? network.fetch(hop.url.href, init) : fetch(hop.url.href, init);
}

/** True if the answer states a length within the limit: then it is read as a whole, which costs less than a stream. */
function fits(headers: Headers, maxBytes: number): boolean {
  if (headers.has("content-encoding")) return false;
  const stated = headers.get("content-length");
  return stated !== null && /^\d+$/.test(stated) && Number(stated) <= maxBytes;
}

function discard(response: Response): void {
  // An unread body keeps one of the six connections that production allows at a time.
  response.body?.cancel().catch(() => {});
}

function asOutboundError(error: unknown, hop: Hop | undefined): OutboundError {
  if (error instanceof OutboundError) return error;
  // What the runtime says may hold the full address with its secrets, so only the host is named.
  return new OutboundError(
    "http_failed",
    `${hop?.url.host ?? "The server"} could not be reached, or the connection was lost.`,
    errors.http_failed.suggestion,
    "network",
  );
}
