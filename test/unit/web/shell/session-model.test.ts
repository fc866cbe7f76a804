import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

describe("who is signed in", () => {
  /** What the server answers when it is asked. */
  let status = 200;
  beforeAll(() => {
    vi.stubGlobal("location", new URL("http://127.0.0.1/"));
    vi.stubGlobal("fetch", async () => Response.json({ user: { id: "user_1" }, title: "What the server says" }, { status }));
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("is a problem that is shown where the server does not say it after signing in", async () => {
    const { loadSession, me, sessionProblem, startSession } = await import("../../../../web/shell/session-model.ts");
    status = 401;
    startSession();
    await expect.poll(() => me.value).toBe(null);
    expect(sessionProblem.value).toBeUndefined();

    status = 503;
    await loadSession();
    expect(sessionProblem.value?.status).toBe(503);

    status = 200;
    await loadSession();
    expect(me.value?.user.id).toBe("user_1");
    expect(sessionProblem.value).toBeUndefined();
  });

  it("stays signed in where signing out did not go", async () => {
    const { loadSession, me, signOut } = await import("../../../../web/shell/session-model.ts");
    status = 200;
    await loadSession();
    status = 503;
    await signOut();
    expect(me.value?.user.id).toBe("user_1");
  });
});
