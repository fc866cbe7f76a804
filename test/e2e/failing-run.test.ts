import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

describe("a run that does not succeed", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Trouble" });
    const flow = additionFlow() as unknown as { nodes: { config: unknown }[]; edges: { from: string; outcome: string; to: string }[] };
    flow.nodes[2]!.config = { language: "javascript", code: 'throw new Error("no more numbers")' };
    const wait = { id: "n6", type: "delay", name: "Long wait", config: { seconds: 300 } };
    const withWait = {
      ...flow,
      nodes: [...flow.nodes, wait],
      edges: [
        ...flow.edges.filter(({ outcome }) => outcome !== "else"),
        { from: "n2", outcome: "else", to: "n6" },
        { from: "n6", outcome: "success", to: "n5" },
      ],
    };
    await world.api("PUT", `/api/workflows/${id}/flow`, withWait);
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    await world.open(`/workflows/${id}/endpoint#try`);
    await form().getByRole("button", { name: "New key" }).click();
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const form = () => world.page.getByRole("region", { name: "Try it" });
  const call = async (a: string, b: string, mode: string) => {
    await form().getByLabel(/^a/).fill(a);
    await form().getByLabel(/^b/).fill(b);
    await form().getByRole("radio", { name: mode, exact: true }).check();
    await form().getByRole("button", { name: "Run", exact: true }).click();
  };

  it.each(["Sync", "Async poll"])("shows the node, its error and what to do (%s)", async (mode) => {
    await call("1", "2", mode);
    await form().getByText("Failed at Sum").waitFor();
    const said = (await form().getByRole("alert").textContent()) ?? "";
    expect(said).toContain("no more numbers");
    expect(said).toContain("script");
    expect(await form().getByText("Failed", { exact: true }).isVisible()).toBe(true);
    expect(await form().getByText(/^run_/).isVisible()).toBe(true);
  });

  it("shows that a run waits, and cancels it", async () => {
    await call("2", "1", "Async poll");
    await form().getByText("Waiting", { exact: true }).waitFor();
    await form()
      .getByText(/so far/)
      .waitFor();
    await form().getByRole("button", { name: "Cancel run" }).click();
    await form().getByText("Failed", { exact: true }).waitFor();
    expect(await form().getByRole("alert").textContent()).toContain("cancelled");
    expect(await form().getByRole("button", { name: "Run", exact: true }).isVisible()).toBe(true);
  });
});
