import { describe, expect, it } from "vitest";
import { parseCurl } from "../../../../web/editor/inspector/parse-curl.ts";
import { splitShellWords } from "../../../../web/editor/inspector/curl/shell-words.ts";

const call = (text: string) => parseCurl(text)?.call;
const notes = (text: string) => parseCurl(text)?.notes;

describe("the end of a pasted command", () => {
  it.each([
    ["curl https://api.test/users/1\n\ncurl -X DELETE https://api.test/users/2"],
    ["curl https://api.test/users/1; curl -X DELETE https://api.test/users/2"],
    ["curl https://api.test/users/1 && rm x"],
    ["curl https://api.test/users/1\r\n  -X DELETE"],
    ["curl https://api.test/users/1?a=1&b=2"],
    ["curl https://api.test/users/1 --next -X DELETE https://api.test/users/2"],
    ["curl https://api.test/users/1 | curl -d @- https://y.test"],
  ])("is where the shell sees it: %j", (text) => {
    expect(parseCurl(text)).toMatchObject({ call: { method: "GET", url: "https://api.test/users/1" }, notes: ["more"] });
  });

  it.each([
    "curl https://x.test/a | jq .",
    "curl https://x.test/a # -X DELETE",
    "curl https://x.test/a\n\n# done\n",
    "curl -s https://x.test/a >out.json 2>/dev/null",
    "\n# Lists them\n# curl is used\n$ curl https://x.test/a",
    "# curl https://x.test/a",
    "TOKEN='a b' LANG=C sudo curl https://x.test/a",
    "env /usr/bin/curl https://x.test/a",
    "PS C:\\Users\\me> curl.exe https://x.test/a",
    "C:\\>C:\\Windows\\System32\\curl.exe https://x.test/a".replace("C:\\>", "C:\\> "),
  ])("leaves nothing to say for %j", (text) => {
    expect(parseCurl(text)).toEqual({
      call: { method: "GET", url: "https://x.test/a", query: [], headers: [] },
      notes: [],
      notCarried: [],
    });
  });

  it("is not at a redirection, whose file is no address", () => {
    expect(call("curl >out 2>&1 https://x.test/a -H 'a: b'")).toMatchObject({
      url: "https://x.test/a",
      headers: [{ name: "a", value: "b" }],
    });
    expect(notes("curl https://x.test -d @- <<EOF")).toEqual(["redirect", "file"]);
  });
});

describe("the quoting of other shells", () => {
  it("is taken off as Chrome writes it for cmd", () => {
    const text =
      'curl ^"https://api.test/cards?a=1^&b=2^" ^\r\n  -H ^"content-type: application/json^" ^\r\n  --data-raw ^"^{^\\^"id^\\^":2052^}^"';
    expect(parseCurl(text)).toEqual({
      call: {
        method: "POST",
        url: "https://api.test/cards",
        query: [
          { name: "a", value: "1" },
          { name: "b", value: "2" },
        ],
        headers: [],
        body: { type: "json", value: '{\n  "id": 2052\n}' },
      },
      notes: [],
      notCarried: [],
    });
  });

  it("keeps cmd's escaped percent signs, line breaks and quotes", () => {
    const text = 'curl ^"https://x.test/a^%^20b^" --data-raw ^"one^\n\ntwo ^\\^"three^\\^" ^%^C3^%^A9^"';
    expect(call(text)).toMatchObject({ url: "https://x.test/a%20b", body: { value: 'one\ntwo "three" %C3%A9' } });
  });

  it("reads cmd's line ends, quotes of its own and variables", () => {
    const text = 'curl -X POST "https://x.test/a?b=1&c=%C3%A9" ^\n  -H "X-Key: %API_KEY%" ^\n  -d "{\\"a\\": \\"it\'s\\"}"';
    expect(parseCurl(text)).toMatchObject({
      call: {
        url: "https://x.test/a",
        query: [{ value: "1" }, { name: "c", value: "é" }],
        headers: [{ value: "{{env.API_KEY}}" }],
        body: { value: '{\n  "a": "it\'s"\n}' },
      },
      notes: ["variable", "json"],
    });
  });

  it("reads PowerShell's backticks, doubled quotes and variables", () => {
    const text = 'curl.exe -X PUT `\r\n  -H "A: $env:TOKEN" `\n  -H \'B: it\'\'s $x\' `\n  --data-raw "say `"hi`"" https://x.test';
    expect(parseCurl(text)).toMatchObject({
      call: {
        method: "PUT",
        url: "https://x.test",
        headers: [{ value: "{{env.TOKEN}}" }, { value: "it's $x" }],
        body: { value: 'say "hi"' },
      },
      notes: ["variable"],
    });
  });

  it.each([
    ["$'a\\041b'", "a!b"],
    ["$'\\xc3\\xa9 \\303\\251 \\u00e9'", "é é é"],
    ["$'\\U0001F600\\ud83d\\ude00'", "😀😀"],
    ["$'\\z \\'\\\" \\\\ \\cA\\e'", "\\z '\" \\ \u0001\u001b"],
    ["$'a\\0b'", "a"],
    ['$"it\'s"', "it's"],
    ["'a'\"b\"\\ c", "ab c"],
    ["'' ", ""],
  ])("reads %s as bash does", (text, word) => {
    expect(splitShellWords(`curl ${text}`)).toEqual(["curl", word]);
  });
});

describe("what only a shell knows", () => {
  it.each([
    ['curl -H "Authorization: Bearer $TOKEN" https://x.test', [{ name: "Authorization", value: "Bearer {{env.TOKEN}}" }]],
    ["curl -H Authorization:\\ Bearer\\ ${TOKEN} https://x.test", [{ name: "Authorization", value: "Bearer {{env.TOKEN}}" }]],
    ['curl --oauth2-bearer "$TOKEN" https://x.test', [{ name: "Authorization", value: "Bearer {{env.TOKEN}}" }]],
    ['curl -u "$ID:x$S" https://x.test', [{ name: "Authorization", value: 'Basic {{$base64encode((env.ID) & ":x" & (env.S))}}' }]],
  ])("becomes a variable of the workflow: %s", (text, headers) => {
    expect(call(text)?.headers).toEqual(headers);
    expect(notes(text)).toContain("variable");
  });

  it("becomes one in an address, in data and in data that is encoded", () => {
    expect(call('curl "https://x.test/$A?key=$KEY" -d "{\\"k\\": \\"$K\\"}"')).toMatchObject({
      url: "https://x.test/{{env.A}}",
      query: [{ name: "key", value: "{{env.KEY}}" }],
      body: { value: '{\n  "k": "{{env.K}}"\n}' },
    });
    expect(call('curl https://x.test --data-urlencode "q=a b$Q"')?.body?.value).toBe("q=a%20b{{env.Q}}");
  });

  it.each(["$(cat key)", "`cat key`", "${KEY:-none}", "$1"])("is said where it is %s", (text) => {
    expect(parseCurl(`curl -H "A: ${text}" https://x.test`)).toMatchObject({
      call: { headers: [{ value: text }] },
      notes: ["substitution"],
    });
  });

  it("means nothing in single quotes or behind a backslash", () => {
    expect(parseCurl("curl -H 'A: $TOKEN' -H \"B: \\$X\" https://x.test")).toMatchObject({
      call: { headers: [{ value: "$TOKEN" }, { value: "$X" }] },
      notes: [],
    });
  });
});
