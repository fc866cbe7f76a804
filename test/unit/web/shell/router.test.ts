import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";

/** The steps of a browser's history, by address and state. */
const steps: { href: string; state: unknown }[] = [];
const go = (href: string) => location.assign(href);
const location = Object.assign(new URL("http://127.0.0.1/workflows/wf_1/runs?search=a"), {
  assign(href: string) {
    location.href = new URL(href, location).href;
  },
});
const page = new EventTarget();
const history = {
  get state() {
    return steps.at(-1)!.state;
  },
  pushState(state: unknown, _: string, href: string) {
    steps.push({ href, state });
    go(href);
  },
  replaceState(state: unknown, _: string, href: string) {
    steps[steps.length - 1] = { href, state };
    go(href);
  },
  back() {
    steps.pop();
    go(steps.at(-1)!.href);
    page.dispatchEvent(new Event("popstate"));
  },
};

describe("addresses", () => {
  let router: typeof import("../../../../web/base/router/router.ts");
  beforeAll(async () => {
    steps.push({ href: location.pathname + location.search, state: null });
    vi.stubGlobal("location", location);
    vi.stubGlobal("history", history);
    vi.stubGlobal("document", { addEventListener: () => undefined });
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    router = await import("../../../../web/base/router/router.ts");
    router.startRouter();
  });
  afterAll(() => {
    vi.unstubAllGlobals();
  });
  const shown = () => router.path.value + (router.search.value.size > 0 ? `?${router.search.value}` : "");

  it("that are malformed lead to no page", () => {
    expect(router.matchPath("/workflows/:id", "/workflows/%E0%A4%A")).toBeUndefined();
    expect(router.matchPath("/data/:id", "/data/%")).toBeUndefined();
    expect(router.matchPath("/data/:id", "/data/a%20b")).toEqual({ id: "a b" });
  });

  it("of a row that is opened over a list lead back to the list", () => {
    const list = shown();
    router.setOpen("run", "r1");
    router.setOpen("run", "r2", { node: "" });
    router.setSearch({ node: "n1" });
    expect([shown(), steps.length]).toEqual(["/workflows/wf_1/runs?search=a&run=r2&node=n1", 2]);
    history.back();
    expect([shown(), steps.length]).toEqual([list, 1]);
  });

  it("leave no step behind where what was opened is closed again", () => {
    const list = shown();
    router.setOpen("run", "r1");
    router.setOpen("run", "");
    expect([shown(), steps.length]).toEqual([list, 1]);
  });

  it("keep what was chosen in the list while a row was open", () => {
    router.setOpen("run", "r1");
    router.setSearch({ search: "b" });
    router.setOpen("run", "");
    expect(shown()).toBe("/workflows/wf_1/runs?search=b");
  });
});
