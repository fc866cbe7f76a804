import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startReceivers, type Receivers } from "../faults/receivers.ts";
import { checkPage } from "./looks.ts";
import { additionFlow, openWorld, signIn, type World } from "./world.ts";

describe("the overview, telemetry and alerts", () => {
  let world: World;
  let receivers: Receivers;
  let workflow: { id: string; key: string };
  beforeAll(async () => {
    receivers = await startReceivers();
    world = await openWorld();
    await signIn(world);
    workflow = await failingWorkflow();
  });
  afterAll(async () => {
    await world?.[Symbol.asyncDispose]();
    await receivers?.[Symbol.asyncDispose]();
  });

  /** One that fails where its first number is negative. */
  async function failingWorkflow(): Promise<{ id: string; key: string }> {
    const { id } = await world.api<{ id: string }>("POST", "/api/workflows", { name: "Add up" });
    const flow = additionFlow();
    const sum = flow.nodes.find((node) => node.id === "n3") as unknown as { config: { code: string } };
    sum.config.code =
      "if (context.steps.Start.a < 0) throw new Error('negative'); return { sum: context.steps.Start.a + context.steps.Start.b }";
    await world.api("PUT", `/api/workflows/${id}/flow`, flow);
    await world.api("POST", `/api/workflows/${id}/deploy`, {});
    const { key } = await world.api<{ key: string }>("POST", `/api/workflows/${id}/keys`, { name: "k" });
    return { id, key };
  }
  const call = (a: number) =>
    fetch(`${world.server.url}/v1/workflows/${workflow.id}/sync`, {
      method: "POST",
      headers: { "x-api-key": workflow.key, "content-type": "application/json" },
      body: JSON.stringify({ input: { a, b: 5 } }),
    });

  it("sets up the export of traces, tries it, and shows how it goes", async () => {
    const { page } = world;
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Telemetry" }).click();
    await page.getByText("Nothing has been sent yet.").waitFor();
    await checkPage(page, "telemetry-empty");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Enter the receiver's URL.").waitFor();
    await page.getByLabel("Receiver").fill("http://10.0.0.1:4318");
    await page.getByLabel("Headers").fill("no header");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("is not a header. Use the form name: value.").waitFor();
    await page.getByLabel("Headers").fill("X-Scope: tenant-7");
    await page.getByRole("button", { name: "Save" }).click();
    await page
      .getByText(/private/i)
      .first()
      .waitFor();
    await page.getByLabel("Receiver").fill(receivers.url);
    await page.getByRole("switch", { name: "Send finished runs" }).check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("Stored and hidden: x-scope").waitFor();
    await page.getByRole("button", { name: "Send test trace" }).click();
    await page.getByText(/The receiver accepted the trace/).waitFor();
    expect(receivers.faults).toEqual([]);
    await call(1);
    const sent = page.locator("dt", { hasText: "Runs sent" }).locator("+ dd");
    await expect.poll(() => sent.textContent(), { timeout: 30_000 }).toBe("1");
    await checkPage(page, "telemetry");
  });

  it("makes a rule with the keyboard's help, tests it, and shows it fire and resolve", async () => {
    const { page, open } = world;
    await open(`/workflows/${workflow.id}/runs`);
    await page.getByRole("link", { name: "Alerts" }).click();
    await page.getByText("No alert rules yet").waitFor();
    await checkPage(page, "alerts-empty");
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "New alert rule" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("Enter a name.").waitFor();
    await dialog.getByLabel("Name").fill("Adding fails");
    await dialog.getByRole("radio", { name: "E-mail" }).check();
    await dialog.getByText("E-mail is not set up").waitFor();
    await checkPage(page, "alert-rule");
    await dialog.getByLabel("When").selectOption({ label: "Consecutive runs fail" });
    await dialog.getByLabel("Consecutive failures").fill("2");
    await dialog.getByRole("radio", { name: "Webhook" }).check();
    await dialog.getByLabel("Webhook URL").fill(`${receivers.url}/alerts`);
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("When 2 consecutive runs fail").waitFor();
    await page.getByRole("button", { name: "Test Adding fails" }).click();
    await page.getByText("The test alert of Adding fails was delivered").waitFor();
    for (let i = 0; i < 3; i++) await call(-1);
    await page
      .getByRole("row", { name: /Adding fails/ })
      .getByText("Firing")
      .first()
      .waitFor({ timeout: 30_000 });
    await call(1);
    await page.getByText("A run succeeded.").waitFor({ timeout: 30_000 });
    await page.getByText("OK", { exact: true }).waitFor({ timeout: 30_000 });
    await expect
      .poll(() => receivers.told.map(({ type }) => type), { timeout: 15_000 })
      .toEqual(["alert.test", "alert.fired", "alert.resolved"]);
    await page.getByRole("button", { name: "Actions for Adding fails" }).click();
    await page.getByRole("menuitem", { name: "Mute for a day" }).click();
    await page.getByText(/Muted, ends/).waitFor();
    await checkPage(page, "alerts");
  });

  it("counts it all on the overview, by time and by workflow, with a way to the last failure", async () => {
    const { page } = world;
    await page.getByRole("link", { name: "Millrace, all workflows" }).click();
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Overview" }).click();
    const row = page.getByRole("row", { name: /Add up/ });
    await row.getByRole("cell", { name: "60%" }).waitFor({ timeout: 45_000 });
    // Figures of another range than the one that was asked for would be wrong ones.
    await page.route("**/api/dashboard?*", (route) => route.abort());
    await page.getByRole("radio", { name: "7 days" }).check();
    await page.getByText("The server cannot be reached").waitFor();
    expect(await page.locator(".totals-figures").count()).toBe(0);
    await page.unroute("**/api/dashboard?*");
    await page.getByRole("radio", { name: "30 days" }).check();
    await page.waitForURL(/range=30d/);
    await row.getByRole("cell", { name: "60%" }).waitFor({ timeout: 30_000 });
    await page.getByRole("columnheader", { name: "Workflow" }).getByRole("button").click();
    await page.waitForURL(/sort=name/);
    await checkPage(page, "overview");
    await page.getByRole("link", { name: /Last failed run of Add up/ }).click();
    await page.waitForURL(/\/runs\/run_/);
  });
});
