import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openExample, openWorld, signIn, type World } from "./world.ts";

const run = promisify(execFile);

describe("trying the example", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    await openExample(world, "Workflow endpoint");
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const form = () => world.page.getByRole("region", { name: "Try it" });

  it("makes a form of the deployed inputs, with defaults, descriptions and marks", async () => {
    await form().getByLabel("total").waitFor();
    expect(await form().getByText("The order's value before tax").isVisible()).toBe(true);
    expect(await form().getByLabel("total").getAttribute("aria-required")).toBe("true");
    expect(await form().getByLabel("country").inputValue()).toBe("GB");
    expect(await form().getByLabel("country").locator("option").allTextContents()).toEqual(["Not sent", "DE", "FR", "GB", "US"]);
  });

  it("says what is missing or wrong before it calls, and leads to the first such field", async () => {
    const calls: string[] = [];
    world.page.on("request", (request) => calls.push(new URL(request.url()).pathname));
    await form().getByRole("button", { name: "Create key and run" }).click();
    await form().getByText("Enter a value.").waitFor();
    await form().getByLabel("total").fill("many");
    expect(await form().getByText("Enter a number.").isVisible()).toBe(true);
    expect(calls.filter((path) => path.startsWith("/v1/") || path.endsWith("/keys"))).toEqual([]);
  });

  it("shows a refusal of the server with what to do", async () => {
    await form().getByLabel("API key").fill("mr_live_wrong");
    await form().getByLabel("total").fill("100");
    await form().getByRole("button", { name: "Run", exact: true }).click();
    const alert = form().getByRole("alert");
    await alert.waitFor();
    expect(await alert.textContent()).toContain("API key");
  });

  it("creates a key with the first call that has none, calls synchronously and shows the output", async () => {
    await form().getByLabel("API key").fill("");
    await form().getByLabel("total").fill("1250");
    await form().getByLabel("country").selectOption("DE");
    await form().getByRole("button", { name: "Create key and run" }).click();
    await world.page.getByText(/Created the API key Try it/).waitFor();
    await form().getByText("Success").waitFor();
    const output = await form().getByRole("group", { name: "Output" }).textContent();
    expect(JSON.parse(output ?? "")).toEqual({ decision: "review", gross: 1487.5 });
    const run = form().getByRole("link", { name: /^run_/ });
    expect(await run.getAttribute("href")).toBe(
      `${new URL(world.page.url()).pathname.replace(/\/endpoint$/, "")}/runs/${await run.textContent()}`,
    );
    const key = await form().getByLabel("API key").inputValue();
    expect(await world.page.getByRole("group", { name: "Code examples" }).textContent()).toContain(`x-api-key: ${key}`);
  });

  it("calls asynchronously and asks until the result is there", async () => {
    const polled = world.page.waitForResponse((answer) => /\/runs\/run_[^/]+\?wait=/.test(answer.url()));
    await form().getByRole("radio", { name: "Async poll" }).check();
    await form().getByLabel("total").fill("10");
    await form().getByRole("button", { name: "Run", exact: true }).click();
    expect((await polled).status()).toBe(200);
    await form().getByText('"accept"').waitFor();
    const output = await form().getByRole("group", { name: "Output" }).textContent();
    expect(JSON.parse(output ?? "")).toEqual({ decision: "accept", gross: 11.9 });
  });

  it("shows examples that run as they are once the key is put in", async () => {
    const { page } = world;
    const key = await form().getByLabel("API key").inputValue();
    const snippet = async () =>
      ((await page.getByRole("group", { name: "Code examples" }).textContent()) ?? "").replaceAll("YOUR_API_KEY", key);

    const curl = await run("bash", ["-c", `${await snippet()} -s`]);
    expect(JSON.parse(curl.stdout)).toMatchObject({ status: "Success", output: { decision: "accept" } });

    await page.getByRole("radio", { name: "JavaScript" }).check();
    const sync = await run(process.execPath, ["--input-type=module", "-e", await snippet()]);
    expect(sync.stdout).toContain("decision: 'accept'");

    await page.getByRole("tab", { name: "Async poll" }).click();
    const async = await run(process.execPath, ["--input-type=module", "-e", await snippet()]);
    expect(async.stdout).toContain("Success");

    await page.getByRole("radio", { name: "Python" }).check();
    expect(await snippet()).toContain('"total": 1');
  });

  it("forgets the key when the page is loaded anew", async () => {
    await world.page.reload();
    await form().getByLabel("total").waitFor();
    expect(await form().getByLabel("API key").inputValue()).toBe("");
    const kept = await world.page.evaluate(() => JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)]));
    expect(kept).not.toContain("mr_live_");
  });
});
