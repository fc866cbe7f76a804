import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesOf, isSettled } from "../../../../web/editor/document/saving.ts";
import { type Happening, historyArbitrary, World } from "./saving-world.ts";

function live(history: readonly Happening[]): World {
  const world = new World();
  for (const what of history) {
    world.happen(what);
    world.check();
  }
  return world;
}
const mineOnServer = ({ server }: World) => new Set((server.flow.notes ?? []).map(({ id }) => id).filter((id) => id.startsWith("mine")));

describe("saving a flow", () => {
  it("loses nothing that was typed, sends one save at a time and overwrites others only when asked to, whatever happens", () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const world = live(history);
        world.comeToRest();
        expect(isSettled(world.state)).toBe(true);
        expect(world.state.status).toBe("saved");
        expect(mineOnServer(world)).toEqual(world.mine);
      }),
      { numRuns: 3_000 },
    );
  });

  it("tries again by itself when the server was not reached, and sends what is newer after it", () => {
    const world = live(["edit", "pause", "requestLost"]);
    expect([world.state.status, world.state.problem?.status]).toEqual(["failed", 0]);
    for (const what of ["edit", "pause", "answer", "pause", "answer"] as const) world.happen(what);
    expect(world.state.status).toBe("saved");
    expect(world.server.revision).toBe(3);
  });

  it("sends nothing that was refused until it is edited", () => {
    const world = live(["edit", "pause", "refused", "pause"]);
    expect([world.state.status, world.state.underWay]).toEqual(["failed", undefined]);
    for (const what of ["edit", "pause", "answer"] as const) world.happen(what);
    expect(world.state.status).toBe("saved");
  });

  it("sends nothing in a conflict until the person decides", () => {
    const world = live(["othersSave", "edit", "pause", "answer", "answer", "edit", "pause", "ask"]);
    expect([world.state.status, world.state.underWay]).toEqual(["conflict", undefined]);
    world.happen("takeTheirs");
    expect([world.state.status, mineOnServer(world).size]).toEqual(["saved", 0]);
  });

  it("merges what was edited while a save was under way", () => {
    const world = live(["edit", "pause", "edit", "answer", "othersSave", "edit", "pause", "answer", "answer", "merge"]);
    world.comeToRest();
    expect(mineOnServer(world).size).toBe(3);
  });

  it("keeps what was never sent over a reload, and does not offer to merge what is known only as a whole", () => {
    const world = live(["edit", "othersSave", "reloadPage", "edit", "answer", "answer"]);
    expect(world.state.status).toBe("conflict");
    expect(changesOf(world.state)).toBeUndefined();
    world.happen("keepMine");
    world.happen("answer");
    expect(mineOnServer(world)).toEqual(world.mine);
    expect(world.mine.size).toBe(2);
  });
});
