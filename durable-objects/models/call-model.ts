/**
 * Calls a model of a connection and reads its answer to the end. A lane loads this file when a model is first called, so
 * the providers' packages do not slow down a caller's cold start.
 */
import type { LanguageModelV4CallOptions, LanguageModelV4Prompt, LanguageModelV4StreamPart, LanguageModelV4Usage } from "@ai-sdk/provider";
import type { ModelCall, ModelOutcome } from "#flow/models/model-call.ts";
import { noTokens, priced, type TokenCounts } from "#flow/models/usage.ts";
import { explainFailure } from "./explain-failure.ts";
import { modelFetch, type ModelEnv } from "./model-fetch.ts";
import type { OpenedConnection } from "./opened-connection.ts";
import { providerModel } from "./provider-model.ts";
import type { Read } from "./read.ts";
import { runOnWorkersAi } from "./workers-ai.ts";

/** Calls a model. Failures are results too: it never rejects. */
export async function callModel(
  env: ModelEnv,
  connection: OpenedConnection,
  call: ModelCall,
  signal: AbortSignal | undefined,
): Promise<ModelOutcome> {
  const startedAt = Date.now();
  const entry = connection.models.find(({ name }) => name === call.model);
  const limit = entry?.maxOutputTokens ?? null;
  const maxTokens = limit === null ? call.maxTokens : Math.min(call.maxTokens ?? limit, limit);
  const timeoutMs = Math.min(call.timeoutMs, entry?.timeoutSec ? entry.timeoutSec * 1000 : Infinity);
  const asked = { ...call, maxTokens, timeoutMs, schema: entry?.schemas === false ? null : call.schema };
  const read: Read = { text: "", finishReason: undefined, tokens: noTokens, firstTokenMs: null, error: undefined };
  try {
    if (connection.provider === "workers-ai" && connection.baseUrl === null) await runOnWorkersAi(env, connection, asked, read);
    else await readStream(connection, asked, modelFetch(env, timeoutMs, signal), read, startedAt);
  } catch (thrown) {
    read.error ??= { thrown };
  }
  const { text, tokens, firstTokenMs, error, finishReason = "other" } = read;
  const facts = {
    connectionName: connection.name,
    startedAt,
    endedAt: Math.max(startedAt, Date.now()),
    firstTokenMs,
    usage: priced(tokens, entry?.prices ?? null, connection.currency),
  };
  if (error) return { ...facts, ok: false, ...explainFailure(error.thrown, connection) };
  return { ...facts, ok: true, reply: { text, refusal: null, finishReason } };
}

async function readStream(
  connection: OpenedConnection,
  call: ModelCall,
  fetch: typeof globalThis.fetch,
  read: Read,
  startedAt: number,
): Promise<void> {
  const { stream } = await providerModel(connection, call.model, fetch).doStream(optionsOf(call));
  for await (const part of stream) {
    if (isToken(part)) read.firstTokenMs ??= Date.now() - startedAt;
    if (part.type === "text-delta") read.text += part.delta;
    // The first one is the cause; what follows it is its consequence.
    else if (part.type === "error") read.error ??= { thrown: part.error };
    else if (part.type === "finish") {
      const { unified } = part.finishReason;
      read.tokens = tokensOf(part.usage);
      if (unified === "interrupted") read.error ??= { thrown: new Error("The answer ended in the middle.") };
      else read.finishReason = unified;
    }
  }
  if (read.finishReason === undefined) read.error ??= { thrown: new Error("The answer ended in the middle.") };
}

function isToken({ type }: LanguageModelV4StreamPart): boolean {
  return type === "text-delta" || type === "reasoning-delta" || type === "tool-input-start";
}

function optionsOf(call: ModelCall): LanguageModelV4CallOptions {
  const { schema, temperature, topP, maxTokens, stop, effort, system, messages, idempotencyKey } = call;
  const strictJsonSchema = schema?.strict ?? false;
  const prompt: LanguageModelV4Prompt = [
    ...(system === null ? [] : [{ role: "system" as const, content: system }]),
    ...messages.map(({ role, text }) => ({ role, content: [{ type: "text" as const, text }] })),
  ];
  return {
    prompt,
    ...(temperature === null ? {} : { temperature }),
    ...(topP === null ? {} : { topP }),
    ...(maxTokens === null ? {} : { maxOutputTokens: maxTokens }),
    ...(stop.length === 0 ? {} : { stopSequences: [...stop] }),
    ...(effort === null ? {} : { reasoning: effort }),
    // Only schemas that are objects are sent: `true` and `false` ask for nothing that a provider could enforce.
    ...(schema && typeof schema.value === "object"
      ? { responseFormat: { type: "json", schema: schema.value as object, name: "answer" } }
      : {}),
    headers: { "idempotency-key": idempotencyKey },
    // OpenAI stores answers by default.
    providerOptions: { openai: { store: false, strictJsonSchema }, openaiCompatible: { strictJsonSchema } },
  };
}

function tokensOf({ inputTokens, outputTokens }: LanguageModelV4Usage): TokenCounts {
  return {
    inputTokens: inputTokens.total ?? null,
    cachedTokens: inputTokens.cacheRead ?? null,
    cacheWriteTokens: inputTokens.cacheWrite ?? null,
    outputTokens: outputTokens.total ?? null,
    reasoningTokens: outputTokens.reasoning ?? null,
  };
}
