import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Run } from "../../../../web/base/api/runs.ts";

describe("running again over a line that loses answers", () => {
  /** What came to the server, with the key that names it. */
  const sent: { key: string | null; body: unknown }[] = [];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1/runs"));
    vi.stubGlobal("fetch", async (_: string, { method, body, headers }: { method: string; body: string; headers: HeadersInit }) => {
      if (method === "GET") return Response.json({ versionId: "ver_1", input: { a: 1 }, copied: [], warnings: [] });
      sent.push({ key: new Headers(headers).get("idempotency-key"), body: JSON.parse(body) });
      if (sent.length === 1) throw new TypeError("Failed to fetch");
      return Response.json({ runId: "run_2", versionId: "ver_1", copied: [], warnings: [] });
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("sends the same under the same key, so that one run begins, and what was changed under another", async () => {
    const { createAgainModel } = await import("../../../../web/pages/run/again-model.ts");
    const begun: string[] = [];
    // Of the run only these are read.
    const run = { runId: "run_1", input: { a: 1 } } as Run;
    const model = createAgainModel("wf_1", run, undefined, (id) => begun.push(id));
    await model.plan.load();
    await model.begin.run();
    expect(model.begin.problem.value?.code).toBe("unreachable");
    await model.begin.run();
    expect(begun).toEqual(["run_2"]);
    expect(sent[1]).toEqual(sent[0]);
    expect(sent[0]?.key).toMatch(/^[\w-]{20,}$/);

    model.type(model.inputKey, '{"a": 2}');
    await model.begin.run();
    expect(sent[2]?.body).toMatchObject({ patch: { input: { a: 2 } } });
    expect(sent[2]?.key).not.toBe(sent[0]?.key);
  });
});
