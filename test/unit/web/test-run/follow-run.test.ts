import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** A stream that never comes, as from a server that answers it with an error. */
class NoStream extends EventTarget {
  static readonly CLOSED = 2;
  readonly readyState = NoStream.CLOSED;
  constructor() {
    super();
    queueMicrotask(() => this.dispatchEvent(new Event("error")));
  }
  close() {}
}

describe("following a test run", () => {
  const statuses: (number | "lost")[] = ["lost", 503, 200];
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/workflows/wf_1"));
    vi.stubGlobal("EventSource", NoStream);
    vi.stubGlobal("fetch", async () => {
      const status = statuses.shift();
      if (status === undefined || status === "lost") throw new TypeError("Failed to fetch");
      return Response.json({ runId: "run_1", status: "Success", title: "No", steps: [] }, { status });
    });
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("comes to its end though the server could not be asked for a while, and says so meanwhile", async () => {
    const { followRun } = await import("../../../../web/editor/test-run/follow-run.ts");
    const troubles: (number | undefined)[] = [];
    const details: string[] = [];
    const over = await followRun("wf_1", "run_1", {
      event: () => undefined,
      detail: ({ status }) => details.push(status),
      trouble: (why) => troubles.push(why?.status),
      signal: new AbortController().signal,
    });
    expect(over.status).toBe("Success");
    expect(details).toEqual(["Success"]);
    expect(troubles).toEqual([0, 503, undefined]);
  });
});
