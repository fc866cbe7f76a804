import { describe, expect, it } from "vitest";
import { resolveFlow, type ResolvedFlow } from "#flow/resolved/resolved-flow.ts";
import { firstDefaults } from "#flow/resolved/first-defaults.ts";
import type { FlowDocument } from "#flow/model/document.ts";
import type { NodeDefaults } from "#flow/resolved/node-defaults.ts";
import { foldJournal, type GoldenJournal } from "../../../scripts/build/fold-journal.ts";
import { divergenceReport, findDivergences, goldenJournals } from "../../../scripts/build/fold-journals.ts";

const journals = goldenJournals();

describe("journals that earlier builds wrote", () => {
  it("come out as they did then", () => {
    expect(journals.size).toBeGreaterThanOrEqual(60);
    expect(findDivergences(journals)).toEqual([]);
  });

  it("hold every node type, every event and every command", () => {
    const all = [...journals.values()];
    const types = new Set(all.flatMap(({ flow }) => flow.nodes.map(({ type }) => type)));
    expect(types).toEqual(new Set(["api", "condition", "delay", "end", "script", "start"]));
    const kinds = new Set(all.flatMap(({ entries }) => entries.map(({ event }) => event.kind)));
    const every = ["node.due", "node.failed", "node.succeeded", "node.waiting", "run.due", "run.started", "run.stopped", "timer.due"];
    expect(kinds).toEqual(new Set(every));
    const commands = new Set(all.flatMap(({ folded }) => folded.flat().map((line) => line.split(" ")[0]!)));
    expect(commands).toEqual(new Set(["abort", "execute", "finish", "ignored", "schedule", "watch"]));
  });

  it("say what to do where one comes out differently", () => {
    const [name, journal] = [...journals].find(([, { folded }]) => folded.length > 3)!;
    const changed: GoldenJournal = {
      ...journal,
      folded: journal.folded.map((line, at) => (at === 2 ? ["finish as Success, Ends 9"] : line)),
    };
    const divergences = findDivergences(new Map([[name, changed]]));
    expect(divergences).toHaveLength(1);
    expect(divergences[0]).toContain(`${name} (${journal.about}), revision 1: after entry 2 it had ["finish as Success, Ends 9"]`);
    expect(divergenceReport(divergences)).toContain("raise engineRevision");
  });
});

describe("a wait of a year that began with the defaults of that time", () => {
  const journal = journals.get("told-year-long-wait")!;
  const drawn = journal.flow as FlowDocument;
  /** As if the code had changed in the meantime. */
  const others = (type: string): NodeDefaults => ({
    ...firstDefaults(type),
    ...(type === "api" && { timeoutSec: 5, retry: { backoff: "fixed", delayMs: 7, maxDelayMs: 7, on: ["429"] } }),
  });
  const foldWith = (flow: FlowDocument | ResolvedFlow) => foldJournal({ ...journal, flow });
  const { folded, nodes } = journal;

  it("ends the same way where its deployment froze them", () => {
    expect(foldWith(resolveFlow(drawn, firstDefaults))).toEqual({ folded, nodes });
    // The flow as it was drawn, folded with the changed code, would have gone another way.
    expect(foldWith(resolveFlow(drawn, others))).not.toEqual({ folded, nodes });
  });

  it("ends the same way where its deployment stored the flow as it was drawn", () => {
    expect(foldWith(drawn)).toEqual({ folded, nodes });
  });
});
