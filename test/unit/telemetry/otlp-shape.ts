/** The JSON encoding of an OTLP trace request, as a schema: what a receiver refuses, this refuses. */
import * as z from "zod";

const id = (digits: number) => z.string().regex(new RegExp(`^(?!0+$)[0-9a-f]{${digits}}$`));
const nano = z.string().regex(/^\d{16,20}$/);
const value = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ intValue: z.string().regex(/^-?\d+$/) }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributes = z.array(z.strictObject({ key: z.string().min(1), value }));
const span = z.strictObject({
  traceId: id(32),
  spanId: id(16),
  parentSpanId: id(16).optional(),
  name: z.string().min(1),
  kind: z.int().min(1).max(5),
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  attributes,
  status: z.strictObject({ code: z.int().min(0).max(2), message: z.string().optional() }),
});

export type ReadSpan = z.output<typeof span>;

const request = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes }),
      scopeSpans: z.array(z.strictObject({ scope: z.strictObject({ name: z.string() }), spans: z.array(span).min(1) })).min(1),
    }),
  ),
});

/** The spans of a request's body. Throws where it is not what OTLP/HTTP says, or where ids, times and parents do not fit. */
export function readSpans(body: string): ReadSpan[] {
  const spans = request.parse(JSON.parse(body)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  for (const each of spans) {
    if (BigInt(each.endTimeUnixNano) < BigInt(each.startTimeUnixNano)) throw new Error(`${each.name} ends before it begins`);
    const trace = spans.filter(({ traceId }) => traceId === each.traceId);
    if (trace.filter(({ spanId }) => spanId === each.spanId).length > 1) throw new Error(`two spans have the id of ${each.name}`);
    if (
      each.parentSpanId === undefined
        ? trace.filter((other) => !other.parentSpanId).length > 1
        : !trace.some(({ spanId }) => spanId === each.parentSpanId)
    )
      throw new Error(`${each.name} has no place in its trace`);
  }
  return spans;
}

/** A span's attributes as a plain object. */
export function attributesOf({ attributes }: ReadSpan): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
