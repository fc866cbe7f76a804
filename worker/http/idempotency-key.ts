import { Refusal } from "#flow/problems/refusal.ts";
import { hashSecret } from "#store/hash-secret.ts";

/**
 * Hashes of the Idempotency-Key of a request and of what came with it; undefined where it carries none. The key is
 * printable text of at most 255 characters, as the field has it everywhere; throws a Refusal for another. Keys of
 * different kinds are different keys.
 */
export async function idempotencyOf(
  headers: Headers,
  body: string,
  kind = "",
): Promise<{ readonly key: string; readonly body: string } | undefined> {
  const key = headers.get("idempotency-key");
  if (key === null) return undefined;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new Refusal("bad_request", {
      detail: "The Idempotency-Key must have 1 to 255 printable ASCII characters.",
      suggestion: "Use a UUID for each request.",
    });
  }
  const [keyHash, bodyHash] = await Promise.all([hashSecret(kind + key), hashSecret(body)]);
  return { key: keyHash, body: bodyHash };
}
