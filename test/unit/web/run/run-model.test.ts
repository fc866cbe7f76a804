import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

describe("a run that is looked at", () => {
  let versionStatus = 503;
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1/runs/run_1"));
    vi.stubGlobal("fetch", async (path: string) =>
      path.includes("/versions/")
        ? Response.json({ flow: { nodes: [] }, title: "Unavailable" }, { status: versionStatus })
        : Response.json({ runId: "run_1", status: "Success", version: { id: "ver_1" }, row: { mode: "sync" }, steps: [] }),
    );
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("is shown where its drawing does not come, which is told and can be asked for again", async () => {
    const { createRunModel } = await import("../../../../web/pages/run/run-model.ts");
    const model = createRunModel("wf_1", "run_1");
    model.start();
    await expect.poll(() => model.run.value?.runId).toBe("run_1");
    await expect.poll(() => model.flow.problem.value?.status).toBe(503);
    versionStatus = 200;
    await model.flow.load();
    expect(model.flow.value.value).toEqual({ nodes: [] });
    expect(model.flow.problem.value).toBeUndefined();
    model.stop();
  });
});
