import { randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { kindOfToken, newSecretToken, shownOf } from "#flow/keys/secret-token.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

describe("keys and tokens", () => {
  it("have the form that a scanner of leaked secrets can verify", () => {
    for (let i = 0; i < 200; i++) {
      const token = newSecretToken("live", randomBytes);
      expect(token).toMatch(/^mr_live_[0-9A-Za-z]{38}$/);
      const value = Array.from(token.slice(-6)).reduce((sum, char) => sum * 62 + alphabet.indexOf(char), 0);
      expect(value).toBe(crc32(token.slice(0, -6)));
    }
  });

  it("are told apart by their kind", () => {
    expect(kindOfToken(newSecretToken("live", randomBytes))).toBe("live");
    expect(kindOfToken(newSecretToken("pat", randomBytes))).toBe("pat");
  });

  it("are refused when one character is another", () => {
    const token = newSecretToken("pat", randomBytes);
    for (let i = "mr_pat_".length; i < token.length; i++) {
      const other = token[i] === "a" ? "b" : "a";
      expect(kindOfToken(token.slice(0, i) + other + token.slice(i + 1))).toBeUndefined();
    }
    for (const text of ["", "mr_pat_", `${token} `, `x${token}`, token.toUpperCase(), token.replace("pat", "live")])
      expect(kindOfToken(text)).toBeUndefined();
  });

  it("use every character equally often", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 10_000; i++) {
      for (const char of newSecretToken("live", randomBytes).slice(8, 40)) counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    const seen = [...counts.values()];
    expect(counts.size).toBe(62);
    // Taking a byte's remainder would make eight of them 25 % likelier; chance alone makes at most some 10 %.
    expect(Math.max(...seen) / Math.min(...seen)).toBeLessThan(1.15);
  });

  it("show how they begin and end, and no more than four random characters", () => {
    const token = newSecretToken("live", randomBytes);
    expect(shownOf(token)).toEqual({ prefix: token.slice(0, 12), last4: token.slice(-4) });
  });
});
