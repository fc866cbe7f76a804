import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkPage } from "./looks.ts";
import { openWorld, signIn, type World } from "./world.ts";

/** Where everything stands that a person might be about to use. */
const placesIn = (part: Locator) =>
  part.evaluate((element) =>
    [element, ...element.querySelectorAll("input, textarea, select, button, label, h2")].map((each) => {
      const { x, y, width, height } = each.getBoundingClientRect();
      return [each.tagName, x, y, width, height].join(" ");
    }),
  );

const forms = [
  { at: "variables", opens: "Add variable", sends: "Add variable", says: "Enter a name." },
  { at: "keys", opens: "Create API key", sends: "Generate key", says: "Enter a name." },
  { at: "alerts", opens: "New rule", sends: "Save", says: "Enter a name." },
  { at: "versions", opens: "Save version", sends: "Save version", says: "Enter a name." },
  { at: "sharing", opens: "Invite", sends: "Send invitation", says: "Enter at least one address." },
  { at: "/tokens", opens: "Create token", sends: "Generate token", says: "Enter a name." },
  { at: "/profiles", opens: "New profile", sends: "Save", says: "Enter a name." },
  { at: "/members", opens: "Invite", sends: /Invite|Send/, says: /address\./ },
];

describe("an error in a form", () => {
  let world: World;
  let id = "";
  beforeAll(async () => {
    world = await openWorld();
    await signIn(world);
    id = (await world.api<{ items: { id: string }[] }>("GET", "/api/workflows")).items[0]!.id;
  });
  afterAll(() => world?.[Symbol.asyncDispose]());

  for (const { at, opens, sends, says } of forms)
    it(`moves nothing: ${at}`, async () => {
      const { page } = world;
      await world.open(at.startsWith("/") ? at : `/workflows/${id}/${at}`);
      await page.getByRole("button", { name: opens }).first().click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      // Dialogs and lists that are still coming would move things on their own.
      await page.waitForTimeout(500);
      const before = await placesIn(dialog);
      await dialog.getByRole("button", { name: sends }).last().click();
      await dialog.getByText(says).first().waitFor();
      expect(await placesIn(dialog)).toEqual(before);
      if (at === "keys") await checkPage(page, "form-errors");
    });

  it("appears once a field is left, only there, and goes as soon as it is corrected", async () => {
    const { page } = world;
    await world.open(`/workflows/${id}/keys`);
    await page.getByRole("button", { name: "Create API key" }).first().click();
    const dialog = page.getByRole("dialog");
    const error = dialog.getByText("Enter a whole number of at least 1.");
    await dialog.getByLabel("Rate limit").fill("fast");
    expect(await error.isVisible()).toBe(false);
    await page.keyboard.press("Tab");
    await error.waitFor();
    expect(await dialog.getByText("Enter a name.").isVisible()).toBe(false);
    await dialog.getByLabel("Rate limit").fill("12");
    await error.waitFor({ state: "detached" });
  });
});
