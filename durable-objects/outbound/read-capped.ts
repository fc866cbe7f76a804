import { OutboundError } from "#flow/outbound/outbound-error.ts";
import { errors } from "#flow/problems/errors.ts";

/**
 * The body of an answer, never holding more than `maxBytes` and one chunk; unpacked bytes count, so a small bomb stays
 * small. The read ends with the signal of the request.
 */
export async function readCapped(body: ReadableStream<Uint8Array> | null, maxBytes: number, overflow: "fail" | "cut"): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size <= maxBytes) {
    const { done, value } = await reader.read();
    if (done) return join(chunks, size);
    chunks.push(value);
    size += value.length;
  }
  // Closes the connection; whether the other side still hears it is of no interest.
  reader.cancel().catch(() => {});
  if (overflow === "cut") return join(chunks, size).subarray(0, maxBytes);
  throw new OutboundError("http_too_large", `The response is larger than ${maxBytes} bytes.`, errors.http_too_large.suggestion, "other");
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
