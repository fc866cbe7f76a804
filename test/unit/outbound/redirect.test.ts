import { describe, expect, it } from "vitest";
import { nextHop, redirectTarget, type Hop } from "#flow/outbound/redirect.ts";

const hop: Hop = {
  url: new URL("https://a.example/x"),
  method: "POST",
  headers: [
    ["x-api-key", "s"],
    ["content-type", "text/plain"],
  ],
  body: "b",
};

it("takes only the five redirect statuses with a Location for a redirect", () => {
  const statuses = Array.from({ length: 500 }, (_, i) => i + 100);
  expect(statuses.filter((status) => redirectTarget(status, "/y") !== undefined)).toEqual([301, 302, 303, 307, 308]);
  expect(redirectTarget(302, null)).toBeUndefined();
});

describe("the method after a redirect", () => {
  const after = (status: number, method: string) => nextHop({ ...hop, method }, status, new URL("/y", hop.url)).method;
  it.each([
    [301, "POST", "GET"],
    [302, "POST", "GET"],
    [303, "POST", "GET"],
    [307, "POST", "POST"],
    [308, "POST", "POST"],
    [301, "PUT", "PUT"],
    [302, "DELETE", "DELETE"],
    [303, "PUT", "GET"],
    [303, "HEAD", "HEAD"],
    [301, "HEAD", "HEAD"],
    [302, "GET", "GET"],
  ] as const)("%i turns %s into %s", (status, before, expected) => {
    expect(after(status, before)).toBe(expected);
  });
});

describe("what goes along", () => {
  it("is everything where method and origin stay", () => {
    expect(nextHop(hop, 308, new URL("https://a.example:443/y"))).toMatchObject({ headers: hop.headers, body: "b" });
  });

  it("leaves the headers about the body behind with the body", () => {
    expect(nextHop(hop, 303, new URL("https://a.example/y"))).toMatchObject({ headers: [["x-api-key", "s"]], body: undefined });
  });

  it.each([
    "http://a.example/y",
    "https://a.example:8443/y",
    "https://b.example/y",
    "https://a.example.b.example/",
    "https://x.a.example/",
  ])("is nothing to %s", (address) => {
    expect(nextHop({ ...hop, body: undefined }, 307, new URL(address))).toMatchObject({ headers: [], body: undefined });
    expect(nextHop(hop, 302, new URL(address))).toMatchObject({ method: "GET", headers: [], body: undefined });
  });

  it.each([
    [307, "POST"],
    [308, "POST"],
    [301, "PUT"],
    [302, "PATCH"],
    [308, "DELETE"],
  ])("a body never goes to another origin, nor is it left out in silence: %i after %s", (status, method) => {
    expect(() => nextHop({ ...hop, method }, status, new URL("https://b.example/y"))).toThrow("Its body is not sent to another origin.");
  });
});
