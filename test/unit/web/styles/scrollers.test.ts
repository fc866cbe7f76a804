import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { settingsOf } from "./rules-in.ts";

const web = join(import.meta.dirname, "../../../../web");

describe("what scrolls in a page", () => {
  it("holds what is unseen in it, which would otherwise lengthen the page and make it scroll a second time", () => {
    const loose = globSync("**/*.css", { cwd: web }).flatMap((name) => {
      const settings = settingsOf(readFileSync(join(web, name), "utf8"));
      const placed = new Set(settings.filter(({ property }) => property === "position").map(({ selector }) => selector));
      return settings
        .filter(({ property, value }) => property.startsWith("overflow") && /auto|scroll/.test(value))
        .filter(({ selector }) => !placed.has(selector))
        .map(({ selector }) => `${name}: ${selector}`);
    });
    expect(loose).toEqual([]);
  });
});
