/** A person, a server and a line that fails, around the decisions of `advanceSaving`. */
import fc from "fast-check";
import { expect } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { Problem } from "../../../../web/base/api/problem.ts";
import type { FlowDocument } from "../../../../web/base/api/resources.ts";
import { advanceSaving, type SavingCommand, type SavingEvent } from "../../../../web/editor/document/advance-saving.ts";
import { applyChange, type Change } from "../../../../web/editor/document/changes.ts";
import type { KeptDraft } from "../../../../web/editor/document/kept-drafts.ts";
import { changesOf, draftOf, isSettled, type SavingState, savingOf } from "../../../../web/editor/document/saving.ts";

export const happenings = [
  "edit",
  "takeBack",
  "pause",
  "ask",
  "answer",
  "requestLost",
  "answerLost",
  "serverDown",
  "refused",
  "othersSave",
  "reloadPage",
  "comeBack",
  "keepMine",
  "takeTheirs",
  "merge",
] as const;
export type Happening = (typeof happenings)[number];
/** Mostly a person who edits and a server that answers. */
export const historyArbitrary = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<Happening>("edit", "answer", "pause") },
    { weight: 2, arbitrary: fc.constantFrom(...happenings) },
  ),
  { maxLength: 60 },
);

const problem = (status: number, code: string): Problem => ({
  status,
  code,
  title: code,
  detail: undefined,
  errors: [],
  requestId: undefined,
});
const keepNames = (node: FlowDocument["nodes"][number]) => node;
const notesOf = (flow: FlowDocument, whose: string): readonly string[] =>
  (flow.notes ?? []).map(({ id }) => id).filter((id) => id.startsWith(whose));
const noteChange = (id: string): Change => ({
  kind: "addNotes",
  notes: [{ id, text: id, position: { x: 0, y: 0 }, size: { width: 200, height: 100 }, colour: "blue" }],
});

export class World {
  state: SavingState = savingOf(firstFlow);
  server: { flow: FlowDocument; revision: number } = { flow: firstFlow, revision: 1 };
  /** What the person wrote and did not take back or give up. */
  mine = new Set<string>();
  #inFlight: { kind: "send"; document: FlowDocument; etag: string | null } | { kind: "fetchTheirs" } | undefined;
  #draft: string | undefined;
  #waits = false;
  #turn = 0;

  constructor() {
    this.#load();
  }

  #etag = () => `"r${this.server.revision}"`;
  #got = () => ({ flow: structuredClone(this.server.flow), problems: [], etag: this.#etag() });

  #tell(event: SavingEvent): void {
    const { state, commands } = advanceSaving(this.state, event);
    this.state = state;
    for (const command of commands) this.#act(command);
  }

  #act(command: SavingCommand): void {
    if (command.kind === "send" || command.kind === "fetchTheirs") {
      expect(this.#inFlight, "one call at a time").toBeUndefined();
      this.#inFlight = command;
    }
    if (command.kind === "askLater") this.#waits = true;
    if (command.kind === "keepDraft") this.#keep();
    if (command.kind === "forgetDraft") this.#draft = undefined;
  }

  #keep(): void {
    const draft = draftOf(this.state);
    if (draft) this.#draft = JSON.stringify(draft);
  }

  /** Saves as `worker/routes` does: only over the state that the sender knows, unless that is the same already. */
  #put(document: FlowDocument, etag: string | null): boolean {
    if (JSON.stringify(document) === JSON.stringify(this.server.flow)) return true;
    if (etag !== null && etag !== this.#etag()) return false;
    if (etag !== null)
      expect(notesOf(document, "theirs"), "others' notes").toEqual(expect.arrayContaining([...notesOf(this.server.flow, "theirs")]));
    this.server = { flow: structuredClone(document), revision: this.server.revision + 1 };
    return true;
  }

  #answer(): void {
    const call = this.#inFlight;
    this.#inFlight = undefined;
    if (!call) return;
    if (call.kind === "fetchTheirs") this.#tell({ kind: "theirsFound", theirs: this.#got() });
    else if (this.#put(call.document, call.etag)) this.#tell({ kind: "saved", got: this.#got() });
    else this.#tell({ kind: "failed", problem: problem(412, "stale") });
  }

  #fail(status: number, reached = false): void {
    const call = this.#inFlight;
    this.#inFlight = undefined;
    if (!call) return;
    if (reached && call.kind === "send") this.#put(call.document, call.etag);
    this.#tell(
      call.kind === "send"
        ? { kind: "failed", problem: problem(status, "failed") }
        : { kind: "theirsMissed", problem: problem(status, "failed") },
    );
  }

  #change(change: Change): void {
    const applied = applyChange(this.state.document, change, keepNames);
    if (applied) this.#tell({ kind: "edited", document: applied.document, changes: [change] });
  }

  #ask(overwrite = false): void {
    this.#waits = false;
    this.#tell({ kind: "asked", isAllowed: true, overwrite });
  }

  #load(): void {
    const draft = this.state.isLoaded || this.#draft === undefined ? undefined : (JSON.parse(this.#draft) as KeptDraft);
    this.#tell({ kind: "loaded", got: this.#got(), askedWith: this.state.etag });
    if (!draft) return;
    this.#tell({ kind: "restored", draft });
    this.#ask();
  }

  happen(what: Happening): void {
    const id = `mine${++this.#turn}`;
    const isConflict = this.state.status === "conflict";
    switch (what) {
      case "edit":
        this.mine.add(id);
        return this.#change(noteChange(id));
      case "takeBack": {
        const last = [...this.mine].at(-1);
        if (last === undefined) return;
        this.mine.delete(last);
        return this.#change({ kind: "removeNotes", ids: [last] });
      }
      case "pause":
        return this.#waits ? this.#ask() : undefined;
      case "ask":
        return this.#ask();
      case "answer":
        return this.#answer();
      case "requestLost":
        return this.#fail(0);
      case "answerLost":
        return this.#fail(0, true);
      case "serverDown":
        return this.#fail(503);
      case "refused":
        return this.#fail(400);
      case "othersSave":
        this.server = {
          flow: applyChange(this.server.flow, noteChange(`theirs${this.#turn}`), keepNames)!.document,
          revision: this.server.revision + 1,
        };
        return;
      case "reloadPage": {
        this.#keep();
        // Whether the last request still arrives is chance; the turn decides.
        const call = this.#inFlight;
        if (call?.kind === "send" && this.#turn % 2 === 0) this.#put(call.document, call.etag);
        this.#inFlight = undefined;
        this.#waits = false;
        this.state = savingOf(firstFlow);
        return this.#load();
      }
      case "comeBack":
        return this.#load();
      case "keepMine":
        return isConflict ? this.#ask(true) : undefined;
      case "takeTheirs":
        if (!isConflict) return;
        this.mine = new Set(notesOf(this.state.theirs!.flow, "mine"));
        return this.#tell({ kind: "tookTheirs" });
      case "merge": {
        const changes = changesOf(this.state);
        if (!isConflict || !changes) return;
        let merged = this.state.theirs!.flow;
        for (const change of changes) merged = applyChange(merged, change, keepNames)?.document ?? merged;
        return this.#tell({ kind: "merged", document: merged });
      }
    }
  }

  /** What holds at every moment. */
  check(): void {
    expect(new Set(notesOf(this.state.document, "mine")), "what was written is on the screen").toEqual(this.mine);
    expect(this.state.underWay !== undefined, "an answer is awaited exactly while a call is under way").toBe(this.#inFlight !== undefined);
    const waitsForPerson = this.state.status === "conflict" || this.state.status === "failed";
    if (!isSettled(this.state) && !this.#inFlight && !waitsForPerson) expect(this.#waits, "something will send what is unsaved").toBe(true);
  }

  /** The line works from now on, and the person merges, or keeps what is theirs where that is not possible. */
  comeToRest(): void {
    for (let left = 20; left > 0 && !isSettled(this.state); left--) {
      if (this.#inFlight) this.#answer();
      else if (this.state.status === "conflict") this.happen(changesOf(this.state) ? "merge" : "keepMine");
      else this.#ask();
      this.check();
    }
  }
}
