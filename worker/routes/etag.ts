/** The ETag of a draft is its revision. */
import { Refusal } from "#flow/contract/refusal.ts";

export function etagOf(revision: number): string {
  return `"r${revision}"`;
}

/**
 * The revision that an If-Match header demands, or undefined where it demands none. Throws a Refusal where the header
 * names only others than `current`. `W/` is overlooked: proxies put it there when they compress an answer.
 */
export function expectedRevision(ifMatch: string | null, current: number): number | undefined {
  if (ifMatch === null || ifMatch.trim() === "*") return undefined;
  if (!/^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/.test(ifMatch)) {
    throw new Refusal("bad_request", { detail: "If-Match must be an ETag in quotation marks, as GET answered it." });
  }
  const revisions = Array.from(ifMatch.matchAll(/"r(\d{1,15})"/g), ([, revision]) => Number(revision));
  if (revisions.includes(current)) return current;
  throw new Refusal("stale", { detail: "The flow was saved by somebody else since the ETag that you sent." });
}
