/**
 * Content codings of an answer (RFC 9110 §8.4). The runtime unpacks those that it asked for, `gzip` and `br`, and leaves
 * the header in place; a server that sends another one unasked is helped where the platform can.
 */
const byPlatform = new Set(["gzip", "br"]);
const here: Readonly<Record<string, readonly CompressionFormat[]>> = {
  deflate: ["deflate", "deflate-raw"],
  gzip: ["gzip"],
  "x-gzip": ["gzip"],
};
type CompressionFormat = ConstructorParameters<typeof DecompressionStream>[0];

export type Unpacked =
  | { readonly ok: true; readonly body: ReadableStream<Uint8Array> | null }
  /** The codings in which the body still is. */
  | { readonly ok: false; readonly packed: string; readonly body: ReadableStream<Uint8Array> | null };

/** The body of an answer without its codings, where all of them can be undone. */
export async function unpack(response: Response): Promise<Unpacked> {
  const header = (response.headers.get("content-encoding") ?? "").trim().toLowerCase();
  const codings = header
    .split(",")
    .map((coding) => coding.trim())
    .filter((coding) => coding !== "" && coding !== "identity");
  let body: ReadableStream<Uint8Array> | null = response.body;
  if (codings.length === 0 || byPlatform.has(header) || body === null) return { ok: true, body };
  if (codings.some((coding) => here[coding] === undefined)) return { ok: false, packed: header, body };
  for (const coding of codings.toReversed()) {
    const formats = here[coding]!;
    const peeked: { first: number | undefined; body: ReadableStream<Uint8Array> } = await peek(body);
    // “deflate” means zlib's format, and some servers send the bare one: its first byte differs.
    const format = formats.length > 1 && (peeked.first === undefined || (peeked.first & 0x0f) !== 8) ? formats[1]! : formats[0]!;
    body = peeked.body.pipeThrough(new DecompressionStream(format));
  }
  return { ok: true, body };
}

/** The first byte, and the whole body again. */
async function peek(body: ReadableStream<Uint8Array>): Promise<{ first: number | undefined; body: ReadableStream<Uint8Array> }> {
  const reader = body.getReader();
  const { done, value } = await reader.read();
  const rest = new ReadableStream<Uint8Array>({
    start(controller) {
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async pull(controller) {
      const next = await reader.read();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    cancel: (reason) => reader.cancel(reason),
  });
  return { first: value?.[0], body: rest };
}
