import { describe, expect, test } from "vitest";
import { secrets } from "#flow/guardrails/scanners/secrets.ts";
import { prepareText } from "#flow/guardrails/text/scan-text.ts";

const scan = (text: string) => secrets.scan({ settings: {}, text: prepareText(text), prompt: "" });
const letters = (count: number) => "kR7xPq2LmZ9vTb4NcYw8HsJd3GfAe6UoQi5WnXt1BzVlKpMr".repeat(3).slice(0, count);
// Put together here, or scanners of repositories find them.
const samples: readonly [string, string][] = [
  ["aws-access-token", ["key = AKIA", "QYLPMN5HFIQR7XYA"].join("")],
  ["github-pat", `token: ghp_${letters(36)}`],
  ["private-key", `-----BEGIN RSA PRIVATE KEY-----\n${letters(120)}\n-----END RSA PRIVATE KEY-----`],
  ["slack-bot-token", ["xoxb", "781236542736", "2364535789652", letters(24)].join("-")],
  ["stripe-access-token", `sk_live_${letters(24)}`],
  ["generic-api-key", `"api_key": "${letters(32)}"`],
  ["jwt", `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIn0.${letters(43)}`],
];

describe("the Secrets scanner", () => {
  test.each(samples)("finds %s in a long text and marks it", async (rule, sample) => {
    const text = `${"Nothing to see in this sentence. ".repeat(120)}${sample} and so on.`;
    const { score, matches } = await scan(text);
    expect(score).toBe(1);
    const found = matches.find(({ label }) => label === rule);
    expect(found).toBeDefined();
    expect(found && sample.includes(text.slice(found.start, found.end))).toBe(true);
  });

  test("finds one that base64 hides, and marks the encoded text", async () => {
    const encoded = btoa(`token: ghp_${letters(36)}`);
    const { matches } = await scan(`See ${encoded}.`);
    expect(matches[0]).toMatchObject({ start: 4, end: 4 + encoded.length });
  });

  test.each([
    "",
    "Keep the API key and the password secret.",
    "password: changeme",
    "token = ${TOKEN}",
    "api_key = aaaaaaaaaaaaaaaaaaaaaa",
  ])("finds nothing in %j", async (text) => {
    expect(await scan(text)).toMatchObject({ score: 0, matches: [] });
  });

  test("takes time linear in the text", async () => {
    const { matches } = await scan("key=".repeat(50_000));
    expect(matches).toEqual([]);
  });
});
