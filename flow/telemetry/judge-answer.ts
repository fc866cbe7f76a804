/** What a receiver's answer to an export means, and when to try again (OTLP/HTTP: failures, retryable codes, throttling). */

/** `delivered`; `refused` for good, the same request would be refused again; `later`, after a wait. */
export type Verdict =
  | { readonly kind: "delivered"; readonly rejected: number; readonly message: string | null }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "later"; readonly message: string; readonly afterMs: number | null };

/** The receiver will never accept a body that it cannot process; every other problem can be fixed. */
const forGood = [400, 413, 415, 422];

/** The verdict on an answer; `headers` have lower-case names. Messages hold nothing of the body. */
export function judgeAnswer(status: number, headers: Readonly<Record<string, string>>, body: string): Verdict {
  if (status >= 200 && status < 300) return { kind: "delivered", ...partialSuccess(body) };
  const help = status >= 300 && status < 400 ? " Redirects are not followed. Enter the final URL." : "";
  const said = `The receiver responded with HTTP ${status}.${help}`;
  if (forGood.includes(status)) return { kind: "refused", message: said };
  const seconds = Number(headers["retry-after"] ?? "");
  const isTold = (status === 429 || status === 503) && Number.isFinite(seconds) && seconds > 0;
  return { kind: "later", message: said, afterMs: isTold ? Math.min(seconds * 1000, longestMs) : null };
}

function partialSuccess(body: string): { rejected: number; message: string | null } {
  const none = { rejected: 0, message: null };
  try {
    const { partialSuccess } = JSON.parse(body) as { partialSuccess?: { rejectedSpans?: unknown; errorMessage?: unknown } | null };
    const rejected = Number(partialSuccess?.rejectedSpans ?? 0);
    if (!Number.isSafeInteger(rejected) || rejected <= 0) return none;
    return { rejected, message: `The receiver rejected ${rejected} spans.` };
  } catch {
    return none;
  }
}

const firstMs = 2_000;
const longestMs = 10 * 60_000;

/** The wait after the n-th failure in a row, from 1: twice as long each time, a fifth either way. `random` is in [0, 1). */
export function backoffMs(failures: number, random: number): number {
  const ms = Math.min(firstMs * 2 ** (failures - 1), longestMs);
  return Math.round(ms * (0.8 + 0.4 * random));
}
