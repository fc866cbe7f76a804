/** Which web origins may act with a session. */
import { Refusal } from "#flow/problems/refusal.ts";

/** The origins of this installation: where the request arrived, and where it says that it is served. */
export function trustedOrigins(request: Request, publicUrl: string | undefined): readonly string[] {
  const own = new URL(request.url).origin;
  return publicUrl && URL.canParse(publicUrl) ? [own, new URL(publicUrl).origin] : [own];
}

/**
 * Refuses a change that another site's page could have sent, and a WebSocket that it could read. An Origin must be ours.
 * One that is missing is taken only where there is no cookie either: browsers send both, programs with a token neither.
 */
export function checkOrigin(request: Request, publicUrl: string | undefined): void {
  // What answers any other GET cannot be read from another origin; for sockets browsers have no such rule.
  if ((request.method === "GET" || request.method === "HEAD") && !request.headers.has("upgrade")) return;
  const origin = request.headers.get("origin");
  const isOurs = origin === null ? !request.headers.has("cookie") : trustedOrigins(request, publicUrl).includes(origin);
  if (isOurs) return;
  throw new Refusal("forbidden", {
    detail:
      origin === null
        ? "Changes and WebSockets with a session cookie need an Origin header."
        : "The request comes from a page of another origin.",
    suggestion: "Use this installation's own pages, or a personal access token in an Authorization header.",
  });
}

/** Cookies without Secure are for the machine itself only. */
export function isLocal(url: URL): boolean {
  return url.protocol === "http:" && ["localhost", "127.0.0.1", "[::1]"].includes(url.hostname);
}
