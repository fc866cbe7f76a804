import type { ConnectionPlace } from "#store/models/model-key.ts";
import { loadConnection } from "#store/models/connection-record.ts";
import { UnsealError } from "#store/encryption.ts";
import { errors } from "#flow/problems/errors.ts";
import { callModel } from "./call-model.ts";
import type { ModelEnv } from "./model-fetch.ts";
import { openConnection } from "./opened-connection.ts";

const timeoutMs = 30_000;

/** Asks a model of the connection for one word; answers how that went, in a sentence for people. */
export async function testConnection(env: ModelEnv, place: ConnectionPlace, model: string): Promise<{ ok: boolean; message: string }> {
  const record = await loadConnection(env.DB, place);
  if (!record) return { ok: false, message: "The connection was deleted in the meantime." };
  try {
    const outcome = await callModel(
      env,
      await openConnection(record, env.MILLRACE_ENCRYPTION_KEYS),
      {
        connection: record.id,
        model,
        system: null,
        messages: [{ role: "user", text: "Reply with the word OK." }],
        schema: null,
        temperature: null,
        topP: null,
        // Enough for a word; a model that thinks first is cut off, which shows as well that it is there.
        maxTokens: 64,
        stop: [],
        effort: null,
        idempotencyKey: crypto.randomUUID(),
        timeoutMs,
      },
      undefined,
    );
    if (!outcome.ok) return { ok: false, message: outcome.error.message };
    const { startedAt, endedAt, usage } = outcome;
    const tokens = usage.inputTokens === null ? "" : ` It used ${usage.inputTokens} input and ${usage.outputTokens} output tokens.`;
    return { ok: true, message: `“${model}” answered in ${((endedAt - startedAt) / 1000).toFixed(1)} s.${tokens}` };
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    return { ok: false, message: `${errors.model_key_unreadable.title}. ${errors.model_key_unreadable.suggestion}` };
  }
}
