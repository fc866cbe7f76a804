import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

const node = (id: string, type: string, name: string, config: Record<string, unknown> = {}) => ({ id, type, name, config });
const flow = {
  schemaVersion: 1,
  inputs: ["a", "b"].map((name) => ({ name, type: "number", mandatory: true })),
  outputs: [],
  nodes: [
    node("start", "start", "Start"),
    node("add", "script", "Add", { code: "return context.steps.Start.a" }),
    node("end", "end", "End"),
  ],
  edges: [
    { from: "start", outcome: "next", to: "add" },
    { from: "add", outcome: "success", to: "end" },
  ],
};

describe("a test run that was asked for at a node", () => {
  const sent: { input: unknown; untilNode?: string }[] = [];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1"));
    vi.stubGlobal("sessionStorage", { getItem: () => null, setItem: () => undefined, removeItem: () => undefined });
    vi.stubGlobal("fetch", async (path: string, { method, body }: { method: string; body: string }) => {
      if (path.endsWith("/flow")) return Response.json({ flow, problems: [] }, { headers: { etag: '"1"' } });
      if (method !== "POST") return Response.json({ items: [] });
      sent.push(JSON.parse(body));
      return Response.json({ title: "Not here" }, { status: 503 });
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  let opened = 0;
  async function open() {
    const { createFlowEditor } = await import("../../../../web/editor/document/flow-editor.ts");
    const { testRunOf } = await import("../../../../web/editor/test-run/test-run-model.ts");
    const editor = createFlowEditor(`wf_${++opened}`);
    editor.allowed.value = true;
    await editor.reload();
    sent.length = 0;
    return testRunOf(editor);
  }

  it("keeps its node while a missing input is filled in", async () => {
    const model = await open();
    await model.runUpTo("add");
    expect([sent, model.missed.value, Object.keys(model.errors.value)]).toEqual([[], 1, ["a", "b"]]);
    model.setField("a", "1");
    model.setField("b", "2");
    await model.run();
    expect(sent).toMatchObject([{ untilNode: "add", input: { a: 1, b: 2 } }]);
    model.wholeFlow();
    await model.run();
    expect(sent[1]!.untilNode).toBeUndefined();
  });

  it("asks only for the inputs that the node reads, and gives the others a value of their type", async () => {
    const model = await open();
    model.testNode("add");
    expect(model.inputs.value.map(({ name }) => name)).toEqual(["a"]);
    expect(model.errors.value).toEqual({});
    model.setField("a", "5");
    await model.run();
    expect(sent).toMatchObject([{ untilNode: "add", input: { a: 5, b: 1 } }]);
  });
});
