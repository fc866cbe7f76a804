import { describe, expect, it } from "vitest";
import { looksLikeCurl, parseCurl } from "../../../../web/editor/inspector/parse-curl.ts";

const callOf = (text: string) => parseCurl(text)?.call;

describe("a pasted curl command", () => {
  it("is told from other text", () => {
    expect(looksLikeCurl("curl https://api.example.com")).toBe(true);
    expect(looksLikeCurl("$ curl https://api.example.com")).toBe(true);
    expect(looksLikeCurl("https://api.example.com/curl ")).toBe(false);
    expect(parseCurl("curl -s")).toBeUndefined();
  });

  it("gives the address, and its query apart and decoded", () => {
    expect(callOf("curl 'https://api.example.com/orders?status=open&tag=a%20b+c&flag#part'")).toEqual({
      method: "GET",
      url: "https://api.example.com/orders",
      query: [
        { name: "status", value: "open" },
        { name: "tag", value: "a b c" },
        { name: "flag", value: "" },
      ],
      headers: [],
    });
  });

  it("reads lines that go on, both kinds of quotes and every way to write a header", () => {
    const call = callOf(`curl -sSL -XPUT "https://api.example.com/a" \\
      -H 'X-One: it'\\''s "one"' \\\r
      --header "X-Two: say \\"two\\" for \\$2" -HX-Three:3 \\
      --data-raw 'plain text' -H 'content-type: text/csv'`);
    expect(call).toEqual({
      method: "PUT",
      url: "https://api.example.com/a",
      query: [],
      headers: [
        { name: "X-One", value: `it's "one"` },
        { name: "X-Two", value: `say "two" for $2` },
        { name: "X-Three", value: "3" },
        { name: "content-type", value: "text/csv" },
      ],
      body: { type: "text", value: "plain text" },
    });
  });

  it("takes data for a POST, and JSON for JSON whether or not a header says so", () => {
    const json = { method: "POST", headers: [], body: { type: "json", value: '{\n  "a": 1\n}' } };
    expect(callOf(`curl https://x.test -H 'Content-Type: application/json' -d '{"a":1}'`)).toMatchObject(json);
    expect(callOf(`curl https://x.test -d '{"a":1}'`)).toMatchObject(json);
    expect(callOf(`curl https://x.test --json '{"a":' --json '1}'`)).toMatchObject({
      ...json,
      headers: [{ name: "Accept", value: "application/json" }],
    });
  });

  it("joins the pieces of a form, and encodes those that ask for it", () => {
    expect(callOf("curl https://x.test -d a=1 --data b=2 --data-urlencode 'c=x & y'")).toMatchObject({
      method: "POST",
      headers: [],
      body: { type: "form", value: "a=1&b=2&c=x%20%26%20y" },
    });
  });

  it("puts data into the query with -G", () => {
    expect(callOf("curl -G https://x.test/find -d q=one -d page=2")).toEqual({
      method: "GET",
      url: "https://x.test/find",
      query: [
        { name: "q", value: "one" },
        { name: "page", value: "2" },
      ],
      headers: [],
    });
  });

  it("turns a user and password into a header, and says that this is one", () => {
    const read = parseCurl("curl -u 'ada:pässword' https://x.test");
    expect(read?.call.headers).toEqual([{ name: "Authorization", value: `Basic ${Buffer.from("ada:pässword").toString("base64")}` }]);
    expect(read?.notes).toEqual(["password"]);
  });

  it("reads what a browser copies, leaving out the headers that are made anew", () => {
    const call = callOf(
      `curl 'https://x.test/v1' -X 'POST' -H 'Host: x.test' -H 'Accept-Encoding: gzip' -H 'Accept: */*' --data-raw $'{"name":"D\\u00fcrer\\'s\\\\n"}' --compressed`,
    );
    expect(call?.headers).toEqual([{ name: "Accept", value: "*/*" }]);
    expect(JSON.parse(call?.body?.value ?? "")).toEqual({ name: "Dürer's\n" });
  });

  it("skips options that mean nothing here together with their values, and ends at a pipe", () => {
    expect(callOf("curl -o out.json --max-time 5 --retry 3 https://x.test/a -s | jq . -X POST")).toMatchObject({
      method: "GET",
      url: "https://x.test/a",
    });
  });

  it("names what it cannot take over", () => {
    expect(parseCurl("curl -F file=@a.png https://x.test")?.notes).toEqual(["file"]);
    expect(parseCurl("curl -d @body.json https://x.test")?.notes).toEqual(["file"]);
    expect(parseCurl("curl -X PURGE https://x.test")).toMatchObject({ call: { method: "GET" }, notes: ["method"] });
  });

  it("keeps expressions as they are", () => {
    expect(callOf("curl 'https://x.test/{{ steps.Start.id }}?q={{env.Q}}'")).toMatchObject({
      url: "https://x.test/{{ steps.Start.id }}",
      query: [{ name: "q", value: "{{env.Q}}" }],
    });
  });
});
