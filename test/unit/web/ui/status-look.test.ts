import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runStatuses } from "../../../../flow/monitoring/run-row.ts";
import { lookOfStatus, warningLook } from "../../../../web/base/ui/status-look.ts";

const web = join(import.meta.dirname, "../../../../web");
const statuses = [...runStatuses, "Skipped", "Cancelled"];
const tokens = readFileSync(join(web, "base/styles/tokens.css"), "utf8");
const colourOf = (tone: string) => new RegExp(`--${tone}: ([^;]+);`).exec(tokens)?.[1];

describe("how a status looks", () => {
  it("has one colour and one sign for each status", () => {
    expect(statuses.map((status) => [status, lookOfStatus(status).tone, lookOfStatus(status).icon])).toEqual(
      expect.arrayContaining([
        ["In Progress", "progress", undefined],
        ["Waiting", "waiting", "time"],
        ["Success", "success", "check"],
        ["Failed", "failed", "close"],
        ["Skipped", "skipped", "minus"],
      ]),
    );
    expect(new Set(statuses.map((status) => lookOfStatus(status).icon)).size).toBe(statuses.length);
  });

  it("keeps a colour and a sign for warnings alone", () => {
    const tones = new Set(statuses.map((status) => lookOfStatus(status).tone));
    expect(statuses.map((status) => lookOfStatus(status).icon)).not.toContain(warningLook.icon);
    expect(colourOf(warningLook.tone)).toBeDefined();
    expect([...tones].map(colourOf)).not.toContain(colourOf(warningLook.tone));
  });

  it("is written down once: no page picks the colour of a status by itself", () => {
    const own = globSync("**/*.tsx", { cwd: web }).flatMap((name) => {
      const text = readFileSync(join(web, name), "utf8");
      const found = text.match(/\b(status|notice|ran|step)-(progress|waiting|success|skipped|failed)\b|kind="waiting"/g) ?? [];
      // A page shows a failure as a notice, which is not a status.
      return found.filter((each) => each !== "notice-failed").map((each) => `${name}: ${each}`);
    });
    expect(own).toEqual([]);
  });
});
