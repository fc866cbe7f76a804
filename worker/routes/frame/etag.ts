/** The ETag of a draft is its revision. */
import { Refusal } from "#flow/problems/refusal.ts";

export function etagOf(revision: number): string {
  return `"r${revision}"`;
}

/**
 * Throws a Refusal where an If-Match header names ETags and the present one is not among them. `W/` is overlooked:
 * proxies put it there when they compress an answer.
 */
export function requireRevision(ifMatch: string | null, current: number): void {
  if (ifMatch === null || ifMatch.trim() === "*") return;
  if (!/^\s*(?:W\/)?"[^"]*"(?:\s*,\s*(?:W\/)?"[^"]*")*\s*$/.test(ifMatch)) {
    throw new Refusal("bad_request", { detail: "If-Match must be an ETag in quotation marks, as returned by GET." });
  }
  const revisions = Array.from(ifMatch.matchAll(/"r(\d{1,15})"/g), ([, revision]) => Number(revision));
  if (!revisions.includes(current)) throw new Refusal("stale", { detail: "Someone else has saved the flow since you loaded it." });
}
