/**
 * The part of OTLP's JSON encoding that traces need (opentelemetry-proto, ExportTraceServiceRequest): ids are
 * hexadecimal, 64-bit numbers are text, enumerations are numbers.
 */
export type OtlpValue =
  | { readonly stringValue: string }
  | { readonly boolValue: boolean }
  | { readonly intValue: string }
  | { readonly doubleValue: number }
  | { readonly arrayValue: { readonly values: readonly OtlpValue[] } };

export interface OtlpAttribute {
  readonly key: string;
  readonly value: OtlpValue;
}

export const spanKinds = { internal: 1, server: 2, client: 3 } as const;
export const statusCodes = { unset: 0, ok: 1, error: 2 } as const;

export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: (typeof spanKinds)[keyof typeof spanKinds];
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly status: { readonly code: (typeof statusCodes)[keyof typeof statusCodes]; readonly message?: string };
}

export type AttributeValue = string | number | boolean | readonly string[] | null | undefined;

/** Attributes from a plain object; what is null or undefined is left out. */
export function attributesOf(values: Readonly<Record<string, AttributeValue>>): OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]) => (value === null || value === undefined ? [] : [{ key, value: valueOf(value) }]));
}

function valueOf(value: NonNullable<AttributeValue>): OtlpValue {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
  return { arrayValue: { values: value.map((item) => ({ stringValue: item })) } };
}

/** Epoch milliseconds as OTLP has times. */
export function unixNano(ms: number): string {
  return `${Math.round(ms)}000000`;
}

/** The body of a request; its spans may be of many traces. */
export function exportRequest(spans: readonly OtlpSpan[]): string {
  return JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ "service.name": "millrace" }) },
        scopeSpans: [{ scope: { name: "millrace" }, spans }],
      },
    ],
  });
}
