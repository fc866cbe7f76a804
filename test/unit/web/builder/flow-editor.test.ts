import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { FlowDocument } from "../../../../web/base/api/resources.ts";

/** The server's side of one flow: it saves over the ETag that it has, as `worker/routes/flow/flow.ts` does. */
const server: { flow: FlowDocument; revision: number; lose: number } = { flow: firstFlow, revision: 1, lose: 0 };
const etag = () => `"r${server.revision}"`;
const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { etag: etag(), "content-type": "application/json" } });

async function fetchFlow(_: string, { method, body, headers }: { method: string; body: string; headers: HeadersInit }): Promise<Response> {
  if (method === "PUT") {
    const sent = JSON.parse(body) as FlowDocument;
    if (JSON.stringify(sent) !== JSON.stringify(server.flow)) {
      if (new Headers(headers).get("if-match") !== etag()) return answer(412, { code: "stale", title: "Stale" });
      server.flow = sent;
      server.revision++;
    }
    if (server.lose-- > 0) throw new TypeError("Failed to fetch");
  }
  return answer(200, { flow: server.flow, problems: [] });
}

describe("saving a flow over a line that loses answers", () => {
  const kept = new Map<string, string>();
  const page = new EventTarget();
  beforeAll(() => {
    // What is sent by itself after a pause is not what is looked at.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1"));
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
    vi.stubGlobal("sessionStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => kept.set(name, text),
      removeItem: (name: string) => kept.delete(name),
    });
    vi.stubGlobal("fetch", fetchFlow);
  });
  afterAll(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  beforeEach(() => {
    kept.clear();
    Object.assign(server, { flow: firstFlow, revision: 1, lose: 0 });
  });

  async function openEditor() {
    const { createFlowEditor } = await import("../../../../web/editor/document/flow-editor.ts");
    const editor = createFlowEditor("wf_1");
    editor.allowed.value = true;
    await editor.reload();
    const move = (x: number) => editor.apply({ kind: "moveNodes", places: new Map([[firstFlow.nodes[0]!.id, { x, y: 0 }]]) });
    return { editor, move, x: () => server.flow.nodes[0]!.position?.x };
  }

  it("goes on with what was edited since, without taking its own save for somebody else's", async () => {
    const { editor, move, x } = await openEditor();
    move(10);
    server.lose = 1;
    expect(await editor.flush()).toBe(false);
    expect(editor.saving.value).toBe("failed");
    move(20);
    expect(await editor.flush()).toBe(true);
    expect(editor.saving.value).toBe("saved");
    expect(x()).toBe(20);
  });

  it("does so after a reload, too", async () => {
    const before = await openEditor();
    before.editor.start();
    before.move(10);
    server.lose = 1;
    await before.editor.flush();
    before.move(20);
    // The page goes away with an edit that was never sent.
    page.dispatchEvent(new Event("pagehide"));
    const { editor, x } = await openEditor();
    expect(await editor.flush()).toBe(true);
    expect(x()).toBe(20);
  });

  it("still tells what somebody else saved in the meantime", async () => {
    const { editor, move, x } = await openEditor();
    move(10);
    server.lose = 1;
    await editor.flush();
    Object.assign(server, { flow: { ...server.flow, inputs: [] }, revision: server.revision + 1 });
    move(20);
    expect(await editor.flush()).toBe(false);
    expect(editor.saving.value).toBe("conflict");
    expect(x()).toBe(10);
  });
});
