import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { WorkflowMember } from "../../../../web/base/api/management.ts";
import type { Workflow } from "../../../../web/base/api/resources.ts";

describe("changing roles over a slow line", () => {
  /** The requests that came, each answered when the test says so. */
  const came: { path: string; answer: () => void }[] = [];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1/sharing"));
    vi.stubGlobal("fetch", (path: string, { body }: { body: string }) => {
      const [, userId] = /members\/(\w+)$/.exec(path)!;
      // The rest of a member is not read here.
      const member = { user: { id: userId, name: userId }, given: (JSON.parse(body) as { role: string }).role };
      return new Promise((resolve) => came.push({ path, answer: () => resolve(Response.json(member)) }));
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("sends every change, one after the other", async () => {
    const { createSharingModel } = await import("../../../../web/pages/workflow/sharing/sharing-model.ts");
    const model = createSharingModel({ id: "wf_1", capabilities: [] } as unknown as Workflow, async () => undefined);
    const member = (id: string) => ({ user: { id, name: id }, given: "Viewer" }) as WorkflowMember;
    const changes = [
      model.changeRole(member("ada"), "Editor"),
      model.changeRole(member("bob"), "Editor"),
      model.changeRole(member("bob"), "Admin"),
    ];
    for (const turn of [1, 2, 3]) {
      await expect.poll(() => came.length).toBe(turn);
      came.at(-1)!.answer();
    }
    expect((await Promise.all(changes)).map((after) => after?.given)).toEqual(["Editor", "Editor", "Admin"]);
    expect(came.map(({ path }) => path.split("/").at(-1))).toEqual(["ada", "bob", "bob"]);
  });
});
