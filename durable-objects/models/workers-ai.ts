/**
 * Workers AI by its binding: no key, no address, nothing leaves Cloudflare's network.
 * https://developers.cloudflare.com/workers-ai/configuration/bindings/
 */
import type { ModelCall } from "#flow/models/model-call.ts";
import type { Read } from "./read.ts";
import type { ModelEnv } from "./model-fetch.ts";
import type { OpenedConnection } from "./opened-connection.ts";

/** Older models answer `{response}`, newer ones as OpenAI's chat does; both with OpenAI's usage. */
interface Answered {
  readonly response?: unknown;
  readonly choices?: readonly {
    readonly message?: { readonly content?: string | null; readonly refusal?: string | null };
    readonly finish_reason?: string;
  }[];
  readonly usage?: { readonly prompt_tokens?: number; readonly completion_tokens?: number };
}

const finishReasons = { stop: "stop", length: "length", content_filter: "content-filter", tool_calls: "tool-calls" } as const;

/** Puts the answer into `read`. Rejects with what the binding throws. */
export async function runOnWorkersAi(env: ModelEnv, connection: OpenedConnection, call: ModelCall, read: Read): Promise<void> {
  const { AI } = env;
  if (!AI)
    throw new Error(
      'This installation has no Workers AI binding. Add [ai] binding = "AI" to wrangler.toml, or enter a base URL and an API token.',
    );
  const { system, messages, maxTokens, temperature, topP, stop, schema } = call;
  const answer = (await AI.run(
    call.model,
    {
      messages: [
        ...(system === null ? [] : [{ role: "system", content: system }]),
        ...messages.map(({ role, text }) => ({ role, content: text })),
      ],
      ...(maxTokens === null ? {} : { max_tokens: maxTokens }),
      ...(temperature === null ? {} : { temperature }),
      ...(topP === null ? {} : { top_p: topP }),
      ...(stop.length === 0 ? {} : { stop: [...stop] }),
      // The schema stands there bare, without a name: developers.cloudflare.com/workers-ai/json-mode
      ...(schema === null ? {} : { response_format: { type: "json_schema", json_schema: schema.value } }),
    },
    { ...(connection.gateway && { gateway: { id: connection.gateway.id } }), signal: AbortSignal.timeout(call.timeoutMs) },
  )) as Answered;
  const choice = answer.choices?.[0];
  const refusal = choice?.message?.refusal ?? null;
  const { response } = answer;
  read.text =
    refusal ??
    choice?.message?.content ??
    (typeof response === "string" ? response : response === undefined ? "" : JSON.stringify(response));
  const reason = choice?.finish_reason as keyof typeof finishReasons | undefined;
  read.finishReason = refusal !== null ? "content-filter" : reason === undefined ? "stop" : (finishReasons[reason] ?? "other");
  const { prompt_tokens: inputTokens = null, completion_tokens: outputTokens = null } = answer.usage ?? {};
  read.tokens = { ...read.tokens, inputTokens, outputTokens };
}
