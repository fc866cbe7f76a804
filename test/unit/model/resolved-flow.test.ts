import { describe, expect, it } from "vitest";
import type { FlowDocument, FlowNode } from "#flow/model/document.ts";
import { readResolved, resolveFlow } from "#flow/resolved/resolved-flow.ts";

const flow = (...nodes: Omit<FlowNode, "id" | "name">[]): FlowDocument => ({
  schemaVersion: 1,
  inputs: [],
  outputs: [],
  nodes: nodes.map((node, at) => ({ id: `n${at}`, name: `N${at}`, ...node })),
  edges: [],
});
const call = { type: "api", config: { method: "GET", url: "https://example.com" } };
const first = (document: FlowDocument) => resolveFlow(document).nodes[0]!;

describe("a resolved flow", () => {
  it("says the timeout and the retries of every node that has some", () => {
    expect(first(flow(call))).toMatchObject({ timeoutMs: 60_000 });
    expect(first(flow({ ...call, timeoutSec: 7, retry: { attempts: 2, delayMs: 90_000 }, onAmbiguous: "fail" }))).toMatchObject({
      timeoutMs: 7_000,
      retry: { attempts: 2, backoff: "exponential", delayMs: 90_000, maxDelayMs: 90_000, on: ["network", "timeout", "429", "5xx"] },
      onAmbiguous: "fail",
    });
    expect(first(flow({ type: "end", config: { outputs: [] } }))).toEqual({
      id: "n0",
      name: "N0",
      type: "end",
      config: { outputs: [] },
      isEnd: true,
    });
  });

  it("leaves out what is none, so that no default of later code comes in", () => {
    expect(first(flow({ ...call, timeoutSec: null, retry: { attempts: 0 } }))).not.toHaveProperty("timeoutMs");
    expect(first(flow({ type: "delay", config: { seconds: 1 }, timeoutSec: 9, retry: { attempts: 3 } }))).toEqual({
      id: "n0",
      name: "N0",
      type: "delay",
      config: { seconds: 1 },
    });
  });

  it("knows nothing of the canvas", () => {
    const drawn = flow({ ...call, position: { x: 1, y: 2 }, description: "Calls." });
    expect(first(drawn)).not.toHaveProperty("position");
    expect(first(drawn)).not.toHaveProperty("description");
  });

  it("fills in what a type's settings leave out, and leaves what does not fit as it is", () => {
    expect(first(flow({ type: "end", config: {} })).config).toEqual({ outputs: [] });
    expect(first(flow({ type: "api", config: { method: "GET" } })).config).toEqual({ method: "GET" });
  });

  it("is read back as it was stored, and one that was stored as it was drawn gets the defaults of that time", () => {
    const resolved = resolveFlow(flow({ ...call, timeoutSec: 7 }));
    expect(readResolved(resolved)).toBe(resolved);
    const drawn = flow(
      { type: "start", config: {} },
      { ...call, retry: { attempts: 1 } },
      { type: "script", config: { code: "return 1" } },
    );
    expect(readResolved(drawn).nodes.map(({ timeoutMs, retry }) => [timeoutMs, retry])).toEqual([
      [undefined, undefined],
      [60_000, { attempts: 1, backoff: "exponential", delayMs: 1_000, maxDelayMs: 60_000, on: ["network", "timeout", "429", "5xx"] }],
      [30_000, undefined],
    ]);
  });
});
