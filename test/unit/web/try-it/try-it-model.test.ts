import { signal } from "@preact/signals";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { EndpointModel } from "../../../../web/pages/workflow/endpoint/endpoint-model.ts";

describe("trying a workflow over a line that loses answers", () => {
  /** What the server says to one request after the other; `lost` never comes back. */
  let answers: (Record<string, unknown> | "lost")[] = [];
  const keys: (string | null)[] = [];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1/endpoint"));
    vi.stubGlobal("fetch", async (_: string, { method, headers }: { method: string; headers: HeadersInit }) => {
      if (method === "POST") keys.push(new Headers(headers).get("idempotency-key"));
      const answer = answers.shift();
      if (answer === "lost") throw new TypeError("Failed to fetch");
      return Response.json(answer, { status: typeof answer?.httpStatus === "number" ? answer.httpStatus : 200 });
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
  beforeEach(() => {
    keys.length = 0;
  });

  async function openForm() {
    const { createTryItModel } = await import("../../../../web/pages/workflow/endpoint/try-it-model.ts");
    // Of the endpoint only the inputs are read.
    const model = createTryItModel("wf_1", { inputs: signal([]) } as unknown as EndpointModel, () => true);
    model.key.value = "mr_live_x";
    return model;
  }

  it("makes the call whose answer was lost again as the same, and any other as a new one", async () => {
    const model = await openForm();
    answers = ["lost", { runId: "run_1", status: "Success", output: 1 }, { runId: "run_2", status: "Success", output: 1 }];
    await model.run();
    expect(model.failure.value?.code).toBe("unreachable");
    await model.run();
    await model.run();
    expect(keys[0]).toMatch(/.{20,}/);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("makes a new call after a run that failed", async () => {
    const model = await openForm();
    const failed = { httpStatus: 500, code: "run_failed", title: "The run failed", runId: "run_1" };
    answers = [failed, failed];
    await model.run();
    await model.run();
    expect(keys[1]).not.toBe(keys[0]);
  });

  it("goes on asking for the result of a run after the line was away, and says so meanwhile", async () => {
    const model = await openForm();
    model.mode.value = "async";
    answers = [{ runId: "run_1", status: "In Progress" }, "lost", { runId: "run_1", status: "Success", output: 7 }];
    const done = model.run();
    await expect.poll(() => model.failure.value?.code).toBe("unreachable");
    expect(model.running.value).toBe(true);
    await done;
    expect(model.failure.value).toBeUndefined();
    expect(model.result.value?.output).toBe(7);
  });
});
