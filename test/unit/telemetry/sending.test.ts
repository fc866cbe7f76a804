import { describe, expect, it } from "vitest";
import { tracesUrl } from "#flow/telemetry/endpoint.ts";
import { backoffMs, judgeAnswer } from "#flow/telemetry/judge-answer.ts";

describe("a receiver's answer", () => {
  it("is a delivery where it is 2xx, and names spans that were rejected", () => {
    expect(judgeAnswer(200, {}, "{}")).toEqual({ kind: "delivered", rejected: 0, message: null });
    expect(judgeAnswer(200, {}, '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}')).toMatchObject({
      kind: "delivered",
      rejected: 3,
    });
    expect(judgeAnswer(204, {}, "not JSON")).toMatchObject({ kind: "delivered", rejected: 0 });
  });

  it("ends a batch that no receiver would take, and keeps every other for later", () => {
    for (const status of [400, 413, 422]) expect(judgeAnswer(status, {}, "").kind).toBe("refused");
    for (const status of [301, 401, 403, 404, 408, 429, 500, 502, 503, 504]) expect(judgeAnswer(status, {}, "").kind).toBe("later");
  });

  it("says what to do where it is a redirect", () => {
    expect(judgeAnswer(302, {}, "")).toMatchObject({ kind: "later", message: expect.stringContaining("Enter the final URL") });
  });

  it("says how long to wait where the receiver asks for it, at most ten minutes", () => {
    expect(judgeAnswer(429, { "retry-after": "7" }, "")).toMatchObject({ afterMs: 7_000 });
    expect(judgeAnswer(503, { "retry-after": "86400" }, "")).toMatchObject({ afterMs: 600_000 });
    expect(judgeAnswer(503, { "retry-after": "1000000000000" }, "")).toMatchObject({ afterMs: 600_000 });
    for (const odd of ["-5", "NaN", "1e999", "x", ""])
      expect(judgeAnswer(503, { "retry-after": odd }, "")).toMatchObject({ afterMs: null });
    expect(judgeAnswer(429, { "retry-after": "Wed, 21 Oct 2099 07:28:00 GMT" }, "")).toMatchObject({ afterMs: null });
    expect(judgeAnswer(500, { "retry-after": "7" }, "")).toMatchObject({ afterMs: null });
  });

  it("is waited for longer each time, up to ten minutes", () => {
    const waits = Array.from({ length: 15 }, (_, i) => backoffMs(i + 1, 0.5));
    expect(waits.slice(0, 3)).toEqual([2_000, 4_000, 8_000]);
    expect(waits.at(-1)).toBe(600_000);
    expect(backoffMs(1, 0)).toBeLessThan(backoffMs(1, 0.99));
  });
});

describe("the address of a receiver", () => {
  it("gets the path of traces where it is a base", () => {
    expect(tracesUrl("https://otel.example.com")).toBe("https://otel.example.com/v1/traces");
    expect(tracesUrl("https://otel.example.com:4318/otlp/")).toBe("https://otel.example.com:4318/otlp/v1/traces");
    expect(tracesUrl("https://otel.example.com/api/v1/traces?tenant=1")).toBe("https://otel.example.com/api/v1/traces?tenant=1");
  });
});
