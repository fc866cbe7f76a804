import { describe, expect, test } from "vitest";
import { banTopics } from "#flow/guardrails/scanners/ban-topics.ts";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";

const settings = banTopics.settings.parse({ topics: [{ name: "Acme Corp", keywords: ["election", "loan", "Wahl", "credit card"] }] });
const scan = (text: string) => banTopics.scan({ settings, text: prepareText(text), prompt: "" });

describe("the Ban topics scanner", () => {
  test.each(["Is ACME corp cheaper?", "the elections in May", "I need two loans", "die Wahlen", "my credit cards", "l0an5 and 3lection"])(
    "strikes at %s",
    async (text) => {
      expect((await scan(text)).score).toBe(1);
    },
  );

  test.each(["", "the credit goes to her", "a card game", "alone", "acme is a peak"])("lets %j pass", async (text) => {
    expect(await scan(text)).toMatchObject({ score: 0, matches: [] });
  });

  test("marks the phrase", async () => {
    expect((await scan("my credit cards, please")).matches).toMatchObject([{ start: 3, end: 15, label: "Acme Corp" }]);
  });
});
