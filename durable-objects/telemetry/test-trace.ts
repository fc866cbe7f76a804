import { canvasLane, runIdIn, sortableId } from "#flow/ids.ts";
import { attributesOf, spanKinds, statusCodes, unixNano, type OtlpSpan } from "#flow/telemetry/otlp.ts";
import { spanIdOf, traceIdOf } from "#flow/telemetry/trace-ids.ts";

/** A trace of two spans that belongs to no run, to check whether a receiver accepts traces. `random` is 10 bytes. */
export function testTrace(nowMs: number, random: Uint8Array): { readonly traceId: string; readonly spans: readonly OtlpSpan[] } {
  const id = runIdIn(canvasLane, sortableId(nowMs, random));
  const traceId = traceIdOf(id);
  const root = spanIdOf(id, "run");
  const common = {
    traceId,
    kind: spanKinds.internal,
    startTimeUnixNano: unixNano(nowMs - 20),
    endTimeUnixNano: unixNano(nowMs),
    attributes: attributesOf({ "millrace.test": true }),
    status: { code: statusCodes.unset },
  };
  return {
    traceId,
    spans: [
      { ...common, spanId: root, name: "Millrace test trace" },
      { ...common, spanId: spanIdOf(id, "step"), parentSpanId: root, name: "Test step" },
    ],
  };
}
