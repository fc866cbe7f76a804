/**
 * The Worker with a node that no build has yet: its delay waits for an answer, without a time. `POST /test/answer`
 * delivers the answer to the first step after the start.
 */
import { placeOf } from "#flow/engine/place.ts";
import { laneName, laneOfRun, type RunId, type WorkflowId } from "#flow/ids.ts";
import { declarationOf } from "#flow/nodes/registry.ts";
import type { Env } from "#worker/bindings/env.ts";
import worker from "#worker/index.ts";

export * from "#worker/index.ts";

Object.assign(declarationOf("delay")!, { execute: () => ({ kind: "wait", untilMs: null, outcome: "success", output: null }) });

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname !== "/test/answer") return worker.fetch(request, env, context);
    const runId = searchParams.get("run") as RunId;
    const lane = env.RUNNER.getByName(laneName(searchParams.get("workflow") as WorkflowId, laneOfRun(runId)!));
    const result = { kind: "done", outcome: "success", output: await request.json() } as const;
    return Response.json(await lane.answer(runId, { place: placeOf(1), attempt: 1, result }));
  },
} satisfies ExportedHandler<Env>;
