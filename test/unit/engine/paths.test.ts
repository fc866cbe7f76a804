import { describe, expect, it } from "vitest";
import { placeOf } from "#flow/engine/place.ts";
import { graph, unreachable } from "./graphs.ts";
import { inWords, Teller } from "./teller.ts";

describe("the paths of a run", () => {
  it("runs one node after the other and succeeds at the End", () => {
    const flow = graph(["Start -next-> Call", "Call -success-> End"]);
    const run = new Teller(flow);
    expect(inWords(flow, run.opening)).toEqual(["execute Start"]);
    expect(inWords(flow, run.succeeds(1, "Start", "next"))).toEqual(["execute Call"]);
    expect(inWords(flow, run.succeeds(2, "Call"))).toEqual(["execute End"]);
    expect(run.summary).toEqual({ status: "In Progress", executed: 3, active: [placeOf(run.index("End"))] });
    expect(inWords(flow, run.succeeds(3, "End", ""))).toEqual(["finish Success by End"]);
    expect(run.summary).toEqual({ status: "Success", executed: 3, active: [] });
  });

  it("forks where an outcome has several edges, and joins once when all have come in", () => {
    const flow = graph(["Start -next-> A", "Start -next-> B", "A -success-> End", "B -success-> End"]);
    const run = new Teller(flow);
    expect(inWords(flow, run.succeeds(1, "Start", "next"))).toEqual(["execute A", "execute B"]);
    expect(run.succeeds(2, "B")).toEqual([]);
    expect(inWords(flow, run.succeeds(3, "A"))).toEqual(["execute End"]);
  });

  it("joins without the branch that was not taken, and records its nodes as skipped", () => {
    const flow = graph(["Start -next-> If", "If -if-> A", "If -else-> B", "B -success-> C", "A -success-> End", "C -success-> End"], {
      If: { strictOutcomes: true },
    });
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(inWords(flow, run.succeeds(2, "If", "if"))).toEqual(["execute A"]);
    expect([run.status("B"), run.status("C"), run.status("End")]).toEqual(["skipped", "skipped", "idle"]);
    expect(inWords(flow, run.succeeds(3, "A"))).toEqual(["execute End"]);
  });

  it("runs a node that both branches of a condition lead to", () => {
    const flow = graph(["Start -next-> If", "If -if-> End", "If -else-> End"]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(inWords(flow, run.succeeds(2, "If", "else"))).toEqual(["execute End"]);
  });

  it("lets a failure leave by its edge and goes on", () => {
    const flow = graph(["Start -next-> Call", "Call -success-> End", "Call -failure-> Mend", "Mend -success-> End"]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(inWords(flow, run.fails(2, "Call", unreachable))).toEqual(["execute Mend"]);
    expect(run.status("Call")).toBe("failed");
    run.succeeds(3, "Mend");
    expect(inWords(flow, run.succeeds(4, "End", ""))).toEqual(["finish Success by End"]);
  });

  it("fails at once where a failure has no edge, and cancels what is running, waiting or about to be tried again", () => {
    const retry = { attempts: 1, backoff: "fixed", delayMs: 100, maxDelayMs: 1000, on: ["any"] } as const;
    const edges = ["Call", "Busy", "Wait", "Again"].flatMap((name) => [`Start -next-> ${name}`, `${name} -success-> End`]);
    const flow = graph(edges, { Again: { retry } });
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    run.waits(2, "Wait", 5000);
    run.fails(3, "Again", unreachable);
    const commands = run.fails(4, "Call", { ...unreachable, suggestion: "Ask the owner of the address." });
    expect(inWords(flow, commands)).toEqual(["abort Busy", "abort Wait", "abort Again", "finish Failed: http_failed"]);
    expect(commands.at(-1)).toMatchObject({
      error: { code: "http_failed", node: "Call", message: "The address did not answer.", suggestion: "Ask the owner of the address." },
    });
    expect(["Call", "Busy", "Wait", "Again", "End"].map((name) => run.status(name))).toEqual([
      "failed",
      "cancelled",
      "cancelled",
      "cancelled",
      "idle",
    ]);
    expect(run.summary).toEqual({ status: "Failed", executed: 5, active: [] });
  });

  it("gives the advice of the error table where a node's error has none of its own", () => {
    const flow = graph(["Start -next-> Call", "Call -success-> End"]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(run.fails(2, "Call", unreachable)).toMatchObject([
      { error: { suggestion: expect.stringContaining("Check that the URL is correct") } },
    ]);
  });

  it("lets a fatal failure pass by retries and failure edge", () => {
    const retry = { attempts: 5, backoff: "fixed", delayMs: 1, maxDelayMs: 1, on: ["any"] } as const;
    const flow = graph(["Start -next-> Model", "Model -success-> End", "Model -failure-> End"], { Model: { retry } });
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(inWords(flow, run.fails(2, "Model", { code: "content_filter", message: "Refused.", class: "other", fatal: true }))).toEqual([
      "finish Failed: content_filter",
    ]);
  });

  it("fails with the branch's name where a condition takes a branch that leads nowhere", () => {
    const flow = graph(["Start -next-> If", "If -if-> End"], { If: { strictOutcomes: true } });
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    const [finish] = run.succeeds(2, "If", "else");
    expect(finish).toMatchObject({
      kind: "finish",
      status: "Failed",
      error: { code: "path_not_defined", node: "If", message: expect.stringMatching(/^Path not defined.*“If” took the else path/) },
    });
    expect(run.status("If")).toBe("failed");
  });

  it("ends a path quietly where another outcome leads nowhere, and succeeds by the End that another path reached", () => {
    const flow = graph(["Start -next-> Log", "Start -next-> End"]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(run.succeeds(2, "End", "")).toEqual([]);
    expect(inWords(flow, run.succeeds(3, "Log"))).toEqual(["finish Success by End"]);
  });

  it("fails where nothing is left to do and no End was reached", () => {
    const flow = graph(["Start -next-> Call", "Call -failure-> End"]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    const [finish] = run.succeeds(2, "Call");
    expect(finish).toMatchObject({ status: "Failed", error: { code: "no_end_reached", node: "Call" } });
    expect(run.status("End")).toBe("skipped");
  });
});

describe("several Ends", () => {
  const flow = graph(["Start -next-> End-a", "Start -next-> End-b", "Start -next-> End-c"]);

  it("are merged by finish time, the later one last", () => {
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    run.succeeds(2, "End-b", "");
    run.succeeds(3, "End-c", "");
    expect(inWords(flow, run.succeeds(4, "End-a", ""))).toEqual(["finish Success by End-b, End-c, End-a"]);
  });

  it("that finish in the same millisecond are merged in the document's order", () => {
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    run.succeeds(2, "End-b", "");
    run.succeeds(2, "End-c", "");
    expect(inWords(flow, run.succeeds(2, "End-a", ""))).toEqual(["finish Success by End-a, End-b, End-c"]);
  });

  it("that mark the run as failed end it at once, whatever else is under way", () => {
    const failing = graph(["Start -next-> End", "Start -next-> Slow", "Slow -success-> End-b"]);
    const run = new Teller(failing);
    run.succeeds(1, "Start", "next");
    const commands = run.fails(2, "End", { code: "run_failed", message: "The order was refused.", class: "other", fatal: true });
    expect(inWords(failing, commands)).toEqual(["abort Slow", "finish Failed: run_failed"]);
    expect(commands[1]).toMatchObject({ error: { node: "End", message: "The order was refused." } });
  });
});

describe("very long and very wide flows", () => {
  const size = 10_000;

  it("skip ten thousand nodes in one step", () => {
    const links = Array.from({ length: size - 1 }, (_, i) => `n${i} -success-> n${i + 1}`);
    const flow = graph(["Start -next-> If", "If -if-> n0", "If -else-> End", ...links, `n${size - 1} -success-> End`]);
    const run = new Teller(flow);
    run.succeeds(1, "Start", "next");
    expect(inWords(flow, run.succeeds(2, "If", "else"))).toEqual(["execute End"]);
    expect(run.status(`n${size - 1}`)).toBe("skipped");
  });

  it("cancel ten thousand running nodes in one step", () => {
    const flow = graph(Array.from({ length: size }, (_, i) => `Start -next-> n${i}`));
    const run = new Teller(flow);
    expect(run.succeeds(1, "Start", "next")).toHaveLength(size);
    expect(run.summary.active).toHaveLength(size);
    expect(run.stops(2, { code: "run_cancelled", message: "Cancelled." })).toHaveLength(size + 1);
    expect(run.summary.active).toEqual([]);
  });
});
