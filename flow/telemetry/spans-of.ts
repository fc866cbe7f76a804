/** A run as spans: one for the run, one for each try of each node, one for each call of a model. */
import { errors, type ErrorCode } from "../problems/errors.ts";
import { outermostIndex } from "../engine/place.ts";
import { limits } from "../limits.ts";
import { declarationOf } from "../nodes/registry.ts";
import { cut } from "../text/cut.ts";
import type { ModelRunRow } from "../monitoring/run-row.ts";
import { httpAttributes } from "./http-attributes.ts";
import { attributesOf, spanKinds, statusCodes, unixNano, type OtlpSpan } from "./otlp.ts";
import type { RunTrace, TraceContext, TracedAttempt } from "./run-trace.ts";
import { spanIdOf, traceIdOf } from "./trace-ids.ts";

/** The spans of a finished run, its own first. Without `includeValues` nothing of its data is in them. */
export function spansOf(trace: RunTrace, context: TraceContext, includeValues: boolean): OtlpSpan[] {
  const { runId } = trace;
  const traceId = traceIdOf(runId);
  const runSpanId = spanIdOf(runId, "run");
  const valuesOf = (input: unknown, output: unknown) =>
    includeValues ? { "millrace.input": shown(input), "millrace.output": shown(output) } : {};
  const run: OtlpSpan = {
    traceId,
    spanId: runSpanId,
    name: `run ${context.workflowName}`,
    kind: spanKinds.server,
    startTimeUnixNano: unixNano(trace.startedAt),
    endTimeUnixNano: unixNano(trace.endedAt),
    attributes: attributesOf({
      "millrace.workflow.id": trace.workflowId,
      "millrace.workflow.name": context.workflowName,
      "millrace.version.id": trace.versionId,
      "millrace.run.id": runId,
      "millrace.run.mode": trace.mode,
      "millrace.run.type": context.type,
      "millrace.run.source": context.source,
      "millrace.run.status": trace.status,
      "millrace.request.id": trace.requestId,
      "millrace.run.failed_node": trace.error?.node,
      "millrace.run.omitted_steps": trace.omitted > 0 ? trace.omitted : undefined,
      "error.type": trace.error?.code,
      ...valuesOf(trace.input, trace.output),
    }),
    status: statusOf(trace.status === "Failed", trace.error, includeValues),
  };
  const steps = trace.attempts.map((step): OtlpSpan => {
    const isCall = declarationOf(step.type)?.span === "http-client";
    return {
      traceId,
      spanId: stepSpanId(trace, step),
      parentSpanId: runSpanId,
      name: step.name,
      kind: isCall ? spanKinds.client : spanKinds.internal,
      startTimeUnixNano: unixNano(step.startedAt),
      endTimeUnixNano: unixNano(step.endedAt),
      attributes: attributesOf({
        "millrace.node.id": step.nodeId,
        "millrace.node.place": step.place,
        "millrace.node.name": step.name,
        "millrace.node.type": step.type,
        "millrace.node.attempt": step.attempt,
        "millrace.node.status": step.status,
        "millrace.node.outcome": step.outcome,
        ...(isCall ? httpAttributes(step, includeValues) : {}),
        "error.type": errorType(step),
        ...valuesOf(step.input, step.output),
      }),
      status: statusOf(step.status === "Failed", step.error, includeValues),
    };
  });
  return [run, ...steps, ...context.modelRuns.map((call) => modelSpan(trace, call, traceId, runSpanId))];
}

/** GenAI semantic conventions. A call belongs to the try of its node that was in progress when it started. */
function modelSpan(trace: RunTrace, call: ModelRunRow, traceId: string, runSpanId: string): OtlpSpan {
  const step = trace.attempts.findLast(({ name, startedAt }) => name === call.node && startedAt <= call.startedAt);
  const isFailed = call.status === "Failed";
  return {
    traceId,
    spanId: spanIdOf(trace.runId, `model ${call.requestId}`),
    parentSpanId: step ? stepSpanId(trace, step) : runSpanId,
    name: `chat ${call.model}`,
    kind: spanKinds.client,
    startTimeUnixNano: unixNano(call.startedAt),
    endTimeUnixNano: unixNano(call.endedAt ?? trace.endedAt),
    attributes: attributesOf({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": call.connection,
      "gen_ai.request.model": call.model,
      "gen_ai.usage.input_tokens": call.inputTokens,
      "gen_ai.usage.output_tokens": call.outputTokens,
      "millrace.model.first_token_ms": call.firstTokenMs,
      "millrace.request.id": call.requestId,
      "error.type": isFailed ? "_OTHER" : undefined,
    }),
    status: { code: isFailed ? statusCodes.error : statusCodes.unset },
  };
}

function stepSpanId({ runId }: RunTrace, { place, nodeId, attempt, startedAt }: TracedAttempt): string {
  // Items of a loop may start the same node in one millisecond. Outside of loops the id is as it always was.
  const step = outermostIndex(place) >= 0 ? nodeId : `${nodeId} ${place}`;
  return spanIdOf(runId, `step ${step} ${attempt} ${startedAt}`);
}

/** An answer with a status of 400 and above is named by it, as the conventions have it. */
function errorType(step: TracedAttempt): string | undefined {
  if (!step.error) return undefined;
  const status = step.error.code === "http_status" && (step.output as { status?: unknown } | null)?.status;
  return typeof status === "number" ? String(status) : step.error.code;
}

/** Messages can repeat a run's data, so that without values the error's title has to do. */
function statusOf(isFailed: boolean, error: { readonly code: string; readonly message: string } | null, includeValues: boolean) {
  if (!isFailed) return { code: statusCodes.unset };
  const title = error && Object.hasOwn(errors, error.code) ? errors[error.code as ErrorCode].title : undefined;
  const message = includeValues ? (error?.message ?? title) : title;
  return { code: statusCodes.error, ...(message === undefined ? {} : { message }) };
}

/** JSON text, cut where it is long. */
function shown(value: unknown): string | undefined {
  const text = JSON.stringify(value);
  if (text === undefined || text === "null") return undefined;
  return cut(text, limits.maxSpanValueChars);
}
