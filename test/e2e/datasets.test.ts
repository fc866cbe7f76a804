import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

const towns = ["Ghent", "Bruges", "Leuven", "Ypres"];
const csv = ["city,visitors,note", ...Array.from({ length: 120 }, (_, at) => `${towns[at % 4]} ${at + 1},${(at * 37) % 1000},`)].join("\n");
const file = (name: string, text: string, mimeType = "text/csv") => ({ name, mimeType, buffer: Buffer.from(text) });

describe("data sets", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
  });
  afterAll(() => world?.[Symbol.asyncDispose]());
  const rows = () => world.page.getByRole("region", { name: "Rows, scrolls horizontally" }).getByRole("row");

  it("are uploaded, with a name from the file", async () => {
    const { page } = world;
    await world.open("/data");
    await page.getByText("No data sets yet").waitFor();
    await checkPage(page, "data-empty");
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "Upload data set" });
    await dialog.getByRole("button", { name: "Upload", exact: true }).click();
    await dialog.getByText("Choose a file.", { exact: true }).waitFor();
    await dialog.locator("input[type=file]").setInputFiles(file("city_visits.csv", csv));
    expect(await dialog.getByLabel("Name").inputValue()).toBe("city visits");
    await checkPage(page, "data-upload");
    await dialog.getByRole("button", { name: "Upload", exact: true }).click();
    await page.getByRole("heading", { name: "city visits", level: 1 }).waitFor();
    await rows().nth(1).waitFor();
    await checkPage(page, "data-rows");
  });

  it("are searched, sorted and walked page by page", async () => {
    const { page } = world;
    expect(await rows().count()).toBe(51);
    await page.getByRole("button", { name: "Next page" }).click();
    await page.getByText("Rows 51–100").waitFor();
    await page.getByRole("button", { name: "Previous page" }).click();
    await page.getByText("Rows 1–50").waitFor();
    await page.getByRole("button", { name: "visitors", exact: true }).click();
    await page.getByRole("button", { name: "visitors", exact: true }).click();
    await expect.poll(() => rows().nth(1).textContent()).toContain("999");
    expect(new URL(page.url()).searchParams.get("sort")).toBe("-visitors");
    await page.keyboard.press("/");
    await page.keyboard.type("ypres 12");
    await expect.poll(() => rows().count()).toBe(3);
    await page.reload();
    await expect.poll(() => rows().count()).toBe(3);
    await page.getByLabel("Search rows").fill("nothing of this");
    await page.getByText("No matching rows").waitFor();
    await page.getByRole("button", { name: "Clear search" }).click();
    await expect.poll(() => rows().count()).toBe(51);
  });

  it("have rows that open beside the table, each with an address of its own", async () => {
    const { page } = world;
    // As they stand in the file again.
    await page.getByRole("button", { name: "visitors", exact: true }).click();
    await page.getByRole("button", { name: "Open row 2", exact: true }).click();
    const panel = page.getByRole("complementary", { name: "Row 2" });
    await panel.getByText("Bruges 2").waitFor();
    await page.keyboard.press("j");
    await page.getByRole("complementary", { name: "Row 3" }).getByText("Leuven 3").waitFor();
    expect(new URL(page.url()).searchParams.get("row")).toBe("3");
    await page.reload();
    await page.getByRole("complementary", { name: "Row 3" }).waitFor();
    await checkPage(page, "data-row");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("complementary", { name: /^Row/ }).count()).toBe(0);
  });

  it("have columns whose cells are read as chosen, where all of them can be", async () => {
    const { page, api } = world;
    const typesOf = async () => {
      const { items } = await api<{ items: { id: string }[] }>("GET", "/api/datasets");
      const { columns } = await api<{ columns: { name: string; type: string; chosen: boolean }[] }>("GET", `/api/datasets/${items[0]!.id}`);
      return columns.map(({ name, type, chosen }) => `${name} ${type}${chosen ? " chosen" : ""}`);
    };
    expect(await typesOf()).toEqual(["city text", "visitors number", "note text"]);
    await page.getByRole("button", { name: "Type of visitors: Number" }).click();
    await page.getByRole("menuitemradio", { name: "Text" }).click();
    await page.getByText("visitors is now Text").waitFor();
    expect(await typesOf()).toContain("visitors text chosen");
    await page.getByRole("button", { name: "Type of city: Text" }).click();
    await page.getByRole("menuitemradio", { name: "Boolean" }).click();
    await page.getByText("Some values of the column “city” are not of the type boolean.").waitFor();
    await page.getByRole("button", { name: "Dismiss" }).last().click();
    await page.getByRole("button", { name: "Type of visitors: Text" }).click();
    await page.getByRole("menuitemradio", { name: "Detect automatically" }).click();
    await expect.poll(typesOf).toContain("visitors number");
  });

  it("take more rows, refuse a broken file with its line, and are replaced", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Append rows" }).click();
    const append = page.getByRole("dialog", { name: "Append rows to city visits" });
    await append.locator("input[type=file]").setInputFiles(file("more.json", '[{"city": "Mons", "visitors": 5}]', "application/json"));
    await append.getByRole("button", { name: "Append rows" }).click();
    await page.getByText("121 rows", { exact: false }).first().waitFor();

    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Replace rows" }).click();
    const replace = page.getByRole("dialog", { name: "Replace the rows of city visits" });
    await replace.locator("input[type=file]").setInputFiles(file("bad.jsonl", '{"city": "Mons"}\n{"city": \n', "application/x-ndjson"));
    await replace.getByRole("button", { name: "Replace rows" }).click();
    await replace
      .getByText(/line 2/i)
      .first()
      .waitFor();
    await checkPage(page, "data-refused");
    await replace
      .locator("input[type=file]")
      .setInputFiles(file("good.jsonl", '{"city": "Mons"}\n{"city": "Liège"}\n', "application/x-ndjson"));
    await replace.getByRole("button", { name: "Replace rows" }).click();
    await expect.poll(() => rows().count()).toBe(3);
  });

  it("are downloaded, renamed and deleted", async () => {
    const { page } = world;
    await page.getByRole("button", { name: "Download" }).click();
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("menuitem", { name: "Download as CSV" }).click()]);
    expect(readFileSync(await download.path(), "utf8")).toContain("Liège");
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Edit details" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Cities");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Cities", level: 1 }).waitFor();
    await page.getByRole("main").getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("link", { name: "Cities" }).waitFor();
    await checkPage(page, "data");
    await page.getByRole("button", { name: "Actions for Cities" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete data set" }).click();
    await page.getByText("No data sets yet").waitFor();
  });

  it("say what is odd about a file that was taken all the same", async () => {
    const { page } = world;
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog", { name: "Upload data set" });
    await dialog.locator("input[type=file]").setInputFiles(file("odd.csv", "city,visitors\nGhent\nBruges,2\n"));
    await dialog.getByRole("button", { name: "Upload", exact: true }).click();
    const warned = page.getByRole("dialog", { name: "Uploaded with warnings" });
    await warned.getByText("1 warning").waitFor();
    await warned.getByText(/line 2/i).waitFor();
    await checkPage(page, "data-warnings");
    await warned.getByRole("button", { name: "Open data set" }).click();
    await page.getByRole("heading", { name: "odd", level: 1 }).waitFor();
    await page.getByRole("button", { name: "More actions" }).click();
    await page.getByRole("menuitem", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete data set" }).click();
    await page.getByText("No data sets yet").waitFor();
  });

  it("stop arriving when the upload is cancelled, and nothing is kept", async () => {
    const { page, api } = world;
    // Slow enough to be cancelled, by the browser's own means.
    const cdp = await page.context().newCDPSession(page);
    await cdp.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 });
    await page.keyboard.press("n");
    const dialog = page.getByRole("dialog");
    await dialog.locator("input[type=file]").setInputFiles(file("large.csv", `a,b\n${"1,2\n".repeat(1_000_000)}`));
    await dialog.getByRole("button", { name: "Upload", exact: true }).click();
    await dialog.getByRole("progressbar").waitFor();
    await dialog.getByRole("button", { name: "Cancel upload" }).click();
    await page.getByText("Upload cancelled. Nothing was saved.").waitFor();
    await cdp.detach();
    expect((await api<{ items: unknown[] }>("GET", "/api/datasets")).items).toEqual([]);
  });
});
