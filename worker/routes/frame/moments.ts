import { Refusal } from "#flow/problems/refusal.ts";

/** A moment of expiry, or null for never. Throws a Refusal for one that is past. */
export function futureOrNever(expiresAt: number | null | undefined, nowMs: number): number | null {
  if (expiresAt === null || expiresAt === undefined) return null;
  if (expiresAt > nowMs) return expiresAt;
  throw new Refusal("validation_failed", { errors: [{ path: "/expiresAt", code: "past", message: "The expiry must be in the future." }] });
}
