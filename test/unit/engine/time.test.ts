import { describe, expect, it } from "vitest";
import { retryDelayMs } from "#flow/engine/retry.ts";
import type { RetryPolicy } from "#flow/nodes/retry-policy.ts";
import { graph, unreachable, type NodeSettings } from "./graphs.ts";
import { inWords, Teller } from "./teller.ts";

const policy: RetryPolicy = { attempts: 2, backoff: "exponential", delayMs: 100, maxDelayMs: 1_000, on: ["network", "timeout"] };

function callFlow(call: NodeSettings): ReturnType<typeof graph> {
  return graph(["Start -next-> Call", "Call -success-> End"], { Call: call });
}
function atCall(call: NodeSettings, deadlineAt: number | null = null): { run: Teller; flow: ReturnType<typeof graph> } {
  const flow = callFlow(call);
  const run = new Teller(flow, deadlineAt);
  run.succeeds(0, "Start", "next");
  return { run, flow };
}

describe("retries", () => {
  it("come after a delay that doubles, and end when the tries are used up", () => {
    const { run, flow } = atCall({ retry: policy });
    expect(inWords(flow, run.fails(10, "Call", unreachable, 1, 0.5))).toEqual(["schedule retry of Call at 60"]);
    expect(run.summary.status).toBe("In Progress");
    expect(inWords(flow, run.retries(60, "Call", 1))).toEqual(["execute Call again, try 2"]);
    expect(inWords(flow, run.fails(70, "Call", unreachable, 2, 0.5))).toEqual(["schedule retry of Call at 170"]);
    expect(inWords(flow, run.retries(171, "Call", 2))).toEqual(["execute Call again, try 3"]);
    expect(inWords(flow, run.fails(180, "Call", unreachable, 3, 0.5))).toEqual(["finish Failed: http_failed"]);
    expect(run.summary.executed).toBe(2);
  });

  it("are only for the kinds of failure that the policy names", () => {
    const { run, flow } = atCall({ retry: policy });
    expect(inWords(flow, run.fails(10, "Call", { ...unreachable, class: "5xx" }))).toEqual(["finish Failed: http_failed"]);
  });

  it("spread over the whole delay, which stays within the policy's maximum", () => {
    const any: RetryPolicy = { ...policy, attempts: 10, on: ["any"] };
    const odd = { ...unreachable, class: "other" } as const;
    expect([1, 2, 3, 4, 5, 10].map((attempt) => retryDelayMs(any, odd, attempt, 0.999))).toEqual([99, 199, 399, 799, 999, 999]);
    expect(retryDelayMs(any, odd, 10, 0)).toBe(0);
    expect(retryDelayMs(any, odd, 11, 0)).toBeUndefined();
    expect([1, 2, 3].map((attempt) => retryDelayMs({ ...any, backoff: "fixed" }, odd, attempt, 0.5))).toEqual([50, 50, 50]);
  });

  it("wait at least as long as the server asks, whatever the policy's longest delay is", () => {
    const { run, flow } = atCall({ retry: { ...policy, on: ["429"] } });
    const busy = { code: "http_status", message: "The call was answered with status 429.", class: "429", retryAfterMs: 3_000 } as const;
    expect(inWords(flow, run.fails(10, "Call", busy, 1, 0.5))).toEqual(["schedule retry of Call at 3060"]);
    expect([0, 0.999].map((random) => retryDelayMs({ ...policy, on: ["any"] }, busy, 1, random))).toEqual([3_000, 3_099]);
  });

  it("do not come where the server asks for more than the run has left, or for more than a day", () => {
    const busy = { code: "http_status", message: "Busy.", class: "429", retryAfterMs: 3_000 } as const;
    const { run, flow } = atCall({ retry: { ...policy, on: ["any"] } }, 2_000);
    const commands = run.fails(10, "Call", busy, 1, 0.5);
    expect(inWords(flow, commands)).toEqual(["finish Failed: http_status"]);
    expect(commands[0]).toMatchObject({ error: { message: "Busy. The run had no time left for another attempt." } });
    expect(retryDelayMs({ ...policy, on: ["any"] }, { ...busy, retryAfterMs: 86_400_001 }, 1, 0)).toBeUndefined();
    expect(retryDelayMs({ ...policy, on: ["any"] }, { ...busy, retryAfterMs: 86_400_000 }, 1, 0)).toBe(86_400_000);
  });

  it("never follow a call of which it is not known whether it went through, even past its deadline", () => {
    const unknown = { code: "unknown_outcome", message: "It may have been sent.", class: "other" } as const;
    const { run, flow } = atCall({ timeoutMs: 1_000, retry: { ...policy, on: ["any"] } });
    expect(inWords(flow, run.fails(5_000, "Call", unknown))).toEqual(["finish Failed: unknown_outcome"]);
  });

  it("do not begin before they are due", () => {
    const { run } = atCall({ retry: policy });
    run.fails(10, "Call", unreachable, 1, 0.5);
    expect(run.retries(59, "Call", 1)).toEqual([]);
    expect(run.applied).toBe(false);
  });

  it("that could only begin after the run's deadline are not waited for", () => {
    const { run, flow } = atCall({ retry: policy }, 60);
    const commands = run.fails(10, "Call", unreachable, 1, 0.5);
    expect(inWords(flow, commands)).toEqual(["finish Failed: http_failed"]);
    expect(commands[0]).toMatchObject({ error: { message: "The address did not answer. The run had no time left for another attempt." } });
  });

  it("have a timeout of their own", () => {
    const { run, flow } = atCall({ retry: policy, timeoutMs: 1_000 });
    run.fails(10, "Call", unreachable, 1, 0.5);
    expect(inWords(flow, run.retries(60, "Call", 1))).toEqual(["execute Call again, try 2 until 1060"]);
  });
});

describe("the deadline of a node", () => {
  it("is the smaller of its own timeout and what the run has left", () => {
    expect(inWords(callFlow({}), new Teller(callFlow({}), 500).opening)).toEqual(["execute Start until 500"]);
    const short = new Teller(callFlow({ timeoutMs: 100 }), 500);
    expect(inWords(short.graph, short.succeeds(50, "Start", "next"))).toEqual(["execute Call until 150"]);
    const late = new Teller(callFlow({ timeoutMs: 100 }), 500);
    expect(inWords(late.graph, late.succeeds(450, "Start", "next"))).toEqual(["execute Call until 500"]);
  });

  it("ends the node with its own error, not a millisecond before", () => {
    const { run, flow } = atCall({ timeoutMs: 1_000 });
    expect(run.isDue(999, "Call")).toEqual([]);
    expect(run.applied).toBe(false);
    const commands = run.isDue(1_000, "Call");
    expect(inWords(flow, commands)).toEqual(["finish Failed: node_timeout"]);
    expect(commands[0]).toMatchObject({ error: { node: "Call", message: "“Call” did not finish within 1 second." } });
  });

  it("can be followed by a retry, and by the failure edge", () => {
    const { run, flow } = atCall({ timeoutMs: 1_000, retry: policy });
    expect(inWords(flow, run.isDue(1_000, "Call", 1, 0.5))).toEqual(["schedule retry of Call at 1050"]);
    const mended = graph(["Start -next-> Call", "Call -failure-> End"], { Call: { timeoutMs: 1_000 } });
    const other = new Teller(mended);
    other.succeeds(0, "Start", "next");
    expect(inWords(mended, other.isDue(1_000, "Call"))).toEqual(["execute End"]);
  });

  it("is the cause of a failure that comes when it has passed", () => {
    const { run, flow } = atCall({ timeoutMs: 1_000 });
    expect(inWords(flow, run.fails(1_000, "Call", unreachable))).toEqual(["finish Failed: node_timeout"]);
  });

  it("does not throw away a success that came late but first", () => {
    const { run, flow } = atCall({ timeoutMs: 1_000 });
    expect(inWords(flow, run.succeeds(1_001, "Call"))).toEqual(["execute End"]);
    expect(run.isDue(1_002, "Call")).toEqual([]);
  });
});

describe("the deadline of a run", () => {
  it("ends everything, not a millisecond before", () => {
    const { run, flow } = atCall({ timeoutMs: 5_000 }, 2_000);
    expect(run.tell({ kind: "run.due", at: 1_999 })).toEqual([]);
    expect(run.applied).toBe(false);
    const commands = run.tell({ kind: "run.due", at: 2_000 });
    expect(inWords(flow, commands)).toEqual(["abort Call", "finish Failed: run_timeout"]);
    expect(commands[1]).toMatchObject({ error: { message: "The run did not finish within 2 seconds." } });
  });

  it("is the cause, whatever arrives first once it has passed", () => {
    const endings = (["succeeds", "isDue", "wakes"] as const).map((what) => {
      const { run, flow } = atCall({ timeoutMs: 2_000 }, 2_000);
      return inWords(flow, run[what](2_000, "Call"));
    });
    const { run, flow } = atCall({}, 2_000);
    endings.push(inWords(flow, run.stops(2_000, { code: "run_cancelled", message: "Cancelled." })));
    for (const ending of endings) expect(ending).toEqual(["abort Call", "finish Failed: run_timeout"]);
  });

  it("that has passed when the run begins lets nothing begin", () => {
    const flow = callFlow({});
    expect(inWords(flow, new Teller(flow, 0).opening)).toEqual(["finish Failed: run_timeout"]);
  });
});

describe("waiting", () => {
  it("until a time makes the run Waiting, costs a timer, and ends by the outcome that was named", () => {
    const { run, flow } = atCall({ timeoutMs: 100 });
    expect(inWords(flow, run.waits(5, "Call", 10_000))).toEqual(["schedule wake of Call at 10000"]);
    expect(run.summary).toMatchObject({ status: "Waiting", active: ["1"] });
    expect(run.isDue(100, "Call")).toEqual([]);
    expect(run.wakes(9_999, "Call")).toEqual([]);
    expect(inWords(flow, run.wakes(10_000, "Call"))).toEqual(["execute End"]);
  });

  it("for an answer from outside keeps the node's deadline", () => {
    const { run, flow } = atCall({ timeoutMs: 100 });
    expect(inWords(flow, run.waits(5, "Call", null))).toEqual(["watch Call until 100"]);
    expect(inWords(flow, run.isDue(100, "Call"))).toEqual(["finish Failed: node_timeout"]);
  });

  it("for an answer from outside goes on with that answer, once", () => {
    const { run, flow } = atCall({});
    expect(run.waits(5, "Call", null)).toEqual([]);
    expect(inWords(flow, run.succeeds(50, "Call"))).toEqual(["execute End"]);
    expect(run.succeeds(51, "Call")).toEqual([]);
    expect(run.applied).toBe(false);
  });

  it("is not what a run does while another node is at work", () => {
    const flow = graph(["Start -next-> Wait", "Start -next-> Work", "Wait -success-> End", "Work -success-> End"]);
    const run = new Teller(flow);
    run.succeeds(0, "Start", "next");
    run.waits(1, "Wait", 500);
    expect(run.summary.status).toBe("In Progress");
    run.succeeds(2, "Work");
    expect(run.summary.status).toBe("Waiting");
  });
});
