import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

describe("who is signed in", () => {
  /** What the server answers when it is asked. */
  let status = 200;
  const kept = new Map<string, string>();
  beforeAll(() => {
    vi.stubGlobal("location", Object.assign(new URL("http://127.0.0.1/"), { reload: () => undefined }));
    vi.stubGlobal("history", { pushState: () => undefined });
    vi.stubGlobal("localStorage", {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => kept.set(name, text),
    });
    vi.stubGlobal("fetch", async () => Response.json({ user: { id: "user_1" }, title: "What the server says" }, { status }));
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });

  it("is a problem that is shown where the server does not say it after signing in", async () => {
    const { loadSession, me, sessionProblem, startSession } = await import("../../../../web/base/session/session-model.ts");
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

  it("is asked again with a reason where a session has ended, and without one after signing out", async () => {
    const { hasEnded, loadSession, me, signOut } = await import("../../../../web/base/session/session-model.ts");
    status = 200;
    await loadSession();
    expect([hasEnded.value, kept.get("millrace.signedIn")]).toEqual([false, "yes"]);
    status = 401;
    await loadSession();
    expect([me.value, hasEnded.value]).toEqual([null, true]);
    status = 200;
    await loadSession();
    await signOut();
    status = 401;
    await loadSession();
    expect([me.value, hasEnded.value]).toEqual([null, false]);
  });

  it("stays signed in where signing out did not go", async () => {
    const { loadSession, me, signOut } = await import("../../../../web/base/session/session-model.ts");
    status = 200;
    await loadSession();
    status = 503;
    await signOut();
    expect(me.value?.user.id).toBe("user_1");
  });
});
