import { resolveTemplate } from "#flow/expressions/template.ts";
import type { HttpAnswer, HttpRequest, NodeResult, NodeWorld, ScriptAnswer, ScriptRequest } from "#flow/nodes/node.ts";
import { declarationOf } from "#flow/nodes/registry.ts";

export const nowMs = Date.UTC(2027, 0, 15, 12);

export interface Played {
  readonly result: NodeResult;
  readonly requests: HttpRequest[];
  readonly scripts: ScriptRequest[];
}
interface Script {
  readonly input?: Record<string, unknown>;
  readonly steps?: Record<string, unknown>;
  readonly env?: Record<string, unknown>;
  readonly plainEnv?: Record<string, unknown>;
  readonly http?: () => HttpAnswer;
  readonly script?: ScriptAnswer;
}

/** Compiles a config as a plan does and runs it in a world whose outside is scripted. */
export async function play(
  type: string,
  config: unknown,
  { input = {}, steps = {}, env = {}, plainEnv = env, http, script }: Script = {},
): Promise<Played> {
  const declaration = declarationOf(type)!;
  const requests: HttpRequest[] = [];
  const scripts: ScriptRequest[] = [];
  const scope = { steps: { Start: input, ...steps }, env, run: { id: "run_1", startedAt: nowMs, versionId: "v1", mode: "sync" } };
  const world: NodeWorld<unknown> = {
    config: declaration.compile(declaration.params.parse(config)),
    scope,
    input,
    plainEnv,
    pace: { isDue: false, did: () => {}, rest: async () => {} },
    resolve: (template) => resolveTemplate(template, scope),
    http: async (request) => {
      requests.push(request);
      return http?.() ?? { status: 200, headers: { "content-type": "application/json" }, body: { ok: true } };
    },
    script: async (request) => {
      scripts.push(request);
      return script ?? { ok: true, output: 1, set: {}, logs: [] };
    },
    now: () => nowMs,
    random: () => 0.5,
    signal: { aborted: false } as AbortSignal, // Nothing under test listens to it.
    idempotencyKey: "run_1:n1:0",
  };
  return { result: await declaration.execute(world), requests, scripts };
}
