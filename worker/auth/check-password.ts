import { passwordFault } from "#flow/passwords/password-fault.ts";
import { Refusal } from "#flow/problems/refusal.ts";

/** Throws a Refusal that names the field `/password` where a new password is too easy to guess. */
export function checkPassword(password: string): void {
  const message = passwordFault(password);
  if (message !== undefined) throw new Refusal("validation_failed", { errors: [{ path: "/password", code: "too_weak", message }] });
}
