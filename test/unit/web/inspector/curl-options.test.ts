import { describe, expect, it } from "vitest";
import { parseCurl } from "../../../../web/editor/inspector/parse-curl.ts";

const call = (text: string) => parseCurl(text)?.call;
const notes = (text: string) => parseCurl(text)?.notes;

describe("an option of curl that takes a value", () => {
  it.each([
    "-sS -D -",
    "--proto '=https' --tlsv1.2 -sSf",
    "--stderr - --trace-ascii t.txt",
    "-sSfLo out -w '%{http_code}' -c jar",
    "--expect100-timeout 3 --keepalive-time 2 --output-dir x",
  ])("never takes the address for it: %s", (options) => {
    expect(parseCurl(`curl ${options} https://api.test/h`)).toEqual({
      call: { method: "GET", url: "https://api.test/h", query: [], headers: [] },
      notes: [],
      notCarried: [],
    });
  });

  it.each([
    ["-x http://proxy:8080", "-x"],
    ["--proxy-user a:b", "--proxy-user"],
    ["--cert client.pem", "--cert"],
    ["-k", "-k"],
    ["--cacert ca.pem", "--cacert"],
    ["--resolve a:1:2", "--resolve"],
    ["--connect-to ::y.test:443", "--connect-to"],
    ["-m 10", "-m"],
    ["--retry 5", "--retry"],
    ["-z yesterday", "-z"],
    ["-K file", "-K"],
    ["-n", "-n"],
    ["--request-target /x", "--request-target"],
    ["--unix-socket /s", "--unix-socket"],
    ["--location-trusted", "--location-trusted"],
    ["--no-such-option", "--no-such-option"],
  ])("is named where it changes how the call is made: %s", (option, name) => {
    const read = parseCurl(`curl ${option} https://x.test/a`);
    expect(read).toMatchObject({ call: { method: "GET", url: "https://x.test/a", headers: [] }, notes: ["options"], notCarried: [name] });
  });
});

describe("authentication", () => {
  it.each(["--digest", "--ntlm", "--negotiate", "--anyauth", "--aws-sigv4 aws:amz:us-east-1:s3"])(
    "by %s never becomes a password that is sent as it stands",
    (option) => {
      for (const text of [
        `curl ${option} -u admin:pw https://x.test`,
        `curl -u admin:pw ${option} https://x.test`,
        `curl ${option} http://admin:pw@x.test`,
      ])
        expect([call(text)?.headers, notes(text)]).toEqual([[], ["authentication"]]);
    },
  );

  it.each([
    ["curl 'http://admin:Pw1@api.test/open?n=1'", "admin:Pw1"],
    ["curl http://a:p%40%3A@api.test/open?n=1", "a:p@:"],
    ["curl http://a:b@api.test/open?n=1 -u x:y", "x:y"],
    ["curl -u first:1 -u x:y http://api.test/open?n=1", "x:y"],
  ])("of an address or a user becomes one Basic header: %s", (text, user) => {
    expect(parseCurl(text)).toEqual({
      call: {
        method: "GET",
        url: "http://api.test/open",
        query: [{ name: "n", value: "1" }],
        headers: [{ name: "Authorization", value: `Basic ${btoa(user)}` }],
      },
      notes: ["password"],
      notCarried: [],
    });
  });

  it("that a header gives wins over a user, as in curl", () => {
    expect(call("curl -u a:b -H 'authorization: X y' https://x.test")?.headers).toEqual([{ name: "authorization", value: "X y" }]);
  });
});

describe("headers", () => {
  it.each([
    ["-b a=1 -b b=2", [["Cookie", "a=1; b=2"]]],
    ["-b 'a=1; b=2' --cookie c=3", [["Cookie", "a=1; b=2; c=3"]]],
    ["-b a=1 -H 'Cookie: c=3'", [["Cookie", "c=3"]]],
    [
      "-A one -A two -e 'http://r;auto'",
      [
        ["User-Agent", "two"],
        ["Referer", "http://r"],
      ],
    ],
    [
      "-H 'X-Empty;' -H 'Accept:' -H 'X-Two: 1' -H 'X-Two: 2'",
      [
        ["X-Empty", ""],
        ["X-Two", "1"],
        ["X-Two", "2"],
      ],
    ],
    ["-r 0-99", [["Range", "bytes=0-99"]]],
  ])("of %s are those that curl sends", (options, headers) => {
    expect(call(`curl ${options} https://x.test`)?.headers.map(({ name, value }) => [name, value])).toEqual(headers);
  });

  it("in a file are said", () => {
    expect(notes("curl -H @headers.txt https://x.test")).toEqual(["file"]);
    expect(notes("curl -b cookies.txt https://x.test")).toEqual(["file"]);
  });
});

describe("the address", () => {
  it.each([
    ["curl 'https://api.test/s?name=caf%E9&x=1'", "https://api.test/s?name=caf%E9&x=1"],
    ["curl 'https://x.test/?a=%FF'", "https://x.test/?a=%FF"],
    ["curl 'https://x.test/?=1&b=2'", "https://x.test/?=1&b=2"],
    ["curl 'https://x.test/?a=%7B%7Bb%7D%7D'", "https://x.test/?a=%7B%7Bb%7D%7D"],
    ["curl 'https://x.test/?a=100%'", "https://x.test/?a=100%"],
    ["curl -G 'https://x.test/?a=%E9' -d b=2", "https://x.test/?a=%E9&b=2"],
  ])("is kept as text where its query would not come back: %s", (text, url) => {
    expect(call(text)).toMatchObject({ url, query: [] });
  });

  it("is the first one, and the others are said", () => {
    expect(parseCurl("curl https://x.test/1 https://x.test/2 -X DELETE")).toMatchObject({
      call: { url: "https://x.test/1" },
      notes: ["address"],
    });
    expect(notes("curl --url https://x.test/1 --url https://x.test/2")).toEqual(["address"]);
    expect(notes("curl 'https://x.test/[1-3]'")).toEqual(["pattern"]);
    expect(notes("curl 'https://x.test/{a,b}'")).toEqual(["pattern"]);
    expect(notes("curl -g 'https://x.test/{a,b}'")).toEqual([]);
    expect(notes("curl 'http://[2001:db8::1]:80/a'")).toEqual([]);
  });

  it("takes the parts of --url-query as curl encodes them", () => {
    expect(call("curl https://x.test --url-query 'a=b c' --url-query '+raw=%20x' --url-query '=d e'")?.query).toEqual([
      { name: "a", value: "b c" },
      { name: "raw", value: " x" },
      { name: "d e", value: "" },
    ]);
  });
});

describe("the body", () => {
  it.each([
    `{"orderId": 4634343214213523454, "p": 1.0, "a":1, "a":2}`,
    `{"n": 0.12345678901234567890}`,
    `{"a": {"b": 1, "b": 2}}`,
    `[1e400]`,
  ])("of JSON is kept as it was pasted where parsing would change it: %s", (json) => {
    expect(call(`curl https://x.test -H 'content-type: application/json' -d '${json}'`)?.body).toEqual({ type: "json", value: json });
  });

  it.each([
    ["--data @body.json -H 'content-type: application/json'", "POST"],
    ["--data-binary @body.json", "POST"],
    ["-d a=1 -d @more", "POST"],
    ["--data-urlencode name@file", "POST"],
    ["--json @body.json", "POST"],
    ["-T file", "PUT"],
    ["-X PATCH -d @body.json", "PATCH"],
  ])("from a file keeps its method and is said: %s", (options, method) => {
    expect(parseCurl(`curl https://api.test/d ${options}`)).toMatchObject({ call: { method }, notes: ["file"] });
  });

  it("of a form with parts is multipart", () => {
    const read = parseCurl(
      `curl https://x.test -F a=b -F 'f=@/tmp/x.png;type=image/png' -F 'g=@y;filename="z;1.txt"' -F 'h="a;b";type=text/plain' --form-string 'c=@d;e'`,
    );
    expect(read?.notes).toEqual(["file"]);
    expect(read?.call).toMatchObject({ method: "POST", body: { type: "multipart" } });
    expect(JSON.parse(read!.call.body!.value)).toEqual([
      { name: "a", value: "b" },
      { name: "f", value: "", fileName: "x.png", contentType: "image/png" },
      { name: "g", value: "", fileName: "z;1.txt" },
      { name: "h", value: "a;b", contentType: "text/plain" },
      { name: "c", value: "@d;e" },
    ]);
  });

  it.each(["-X GET -d '{\"q\":1}' -H 'content-type: application/json'", "-X GET -d q=1", "-X HEAD -F a=b"])(
    "of a GET is kept and said: %s",
    (options) => {
      const read = parseCurl(`curl ${options} https://x.test`);
      expect(read?.call.body).toBeDefined();
      expect(read?.notes).toEqual(["getBody"]);
    },
  );

  it("that is not what its type says is a text with that type", () => {
    expect(call("curl https://x.test -H 'content-type: application/json' -d \"{'a':1}\"")).toMatchObject({
      headers: [{ value: "application/json" }],
      body: { type: "text", value: "{'a':1}" },
    });
    expect(call("curl https://x.test -H 'content-type: application/x-ndjson' --data-binary $'{}\\n{}'")).toMatchObject({
      headers: [{ value: "application/x-ndjson" }],
      body: { type: "text", value: "{}\n{}" },
    });
    expect(call("curl https://x.test -d ''")).toEqual({ method: "POST", url: "https://x.test", query: [], headers: [] });
  });

  it("is encoded as curl encodes it", () => {
    expect(call("curl https://x.test --data-urlencode '=a b!' --data-urlencode 'c(d)' --data-urlencode 'e=f=g'")?.body?.value).toBe(
      "a%20b%21&c%28d%29&e=f%3Dg",
    );
  });

  it("with braces says that they are read as an expression", () => {
    expect(notes("curl https://x.test -d 'Hello {{name}}'")).toEqual(["expression"]);
  });
});
