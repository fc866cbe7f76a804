/** Texts that break careless servers: as JSON, in paths and queries, as cursors. */
export const hostileStrings: readonly string[] = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "\ud800",
  "a\udfff",
  "\u202e\u200b",
  "__proto__",
  "constructor",
  "{{steps.__proto__.x}}",
  "{{",
  "' OR 1=1 --",
  "%_\\",
  "-1",
  "NaN",
  "1e999",
  "9007199254740993",
  "null",
  "0000-00-00T00:00:00Z",
  "+275760-09-13T00:00:00.001Z",
  "9999-12-31T23:59:60Z",
  "x".repeat(20_000),
  "😀".repeat(300),
  "(".repeat(500),
  "http://[::1",
  "javascript:alert(1)",
  "http://127.0.0.1:1/",
  "a@b",
  "🙂@example.com",
];

/** JSON texts, among them what no JSON.stringify writes. */
export const hostileJson: readonly string[] = [
  "null",
  "true",
  "0",
  "-0",
  "-1",
  "1.5",
  "1e308",
  "1e999",
  "-1e-400",
  "9007199254740993",
  "18446744073709551616",
  "[]",
  "{}",
  "[null]",
  "[[[[]]]]",
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"toString":1,"length":-1}',
  '{"a":1,"a":2}',
  '{"\\ud800":"\\udc00\\ud800"}',
  "[".repeat(70) + "]".repeat(70),
  '{"a":'.repeat(70) + "1" + "}".repeat(70),
  `[${"1,".repeat(5000)}1]`,
  ...hostileStrings.map((text) => JSON.stringify(text)),
];

/** Whole bodies that are not JSON, or no body. */
export const brokenBodies: readonly (string | Buffer)[] = [
  "",
  " ",
  "{",
  '{"a":}',
  "{'a':1}",
  '{"a":1}}',
  "\ufeff{}",
  "undefined",
  "NaN",
  '"\\u12"',
  "[".repeat(100_000),
  Buffer.from([0x22, 0xff, 0xfe, 0x22]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.alloc(64),
];

/** Written into the address as they are. */
export const hostilePathParts: readonly string[] = [
  "%00",
  "%ff",
  "%ED%A0%80",
  "%E0%A4%A",
  "%",
  "%2e%2e",
  "%2F",
  "..%2f..",
  "__proto__",
  "constructor",
  "null",
  "-1",
  "%27%20OR%201%3D1",
  "x".repeat(5000),
  "%F0%9F%98%80",
  "wf_00000000000000000000000000",
  "run_zzzzzzzzzzzzzzzzzzzzzzzzzz",
];

const positions = [
  "null",
  "1",
  "{}",
  "[]",
  "[null]",
  "[1]",
  '[""]',
  '["\\u0000"]',
  '["\\ud800"]',
  "[1e999]",
  "[-1,-1]",
  '["a","b"]',
  "[1,2,3,4]",
];

/** What no list gave out; most have the outer form of a cursor. */
export const hostileCursors: readonly string[] = [
  "",
  "a",
  "%%%",
  "=",
  ...["[9007199254740993,{}]", '[{"a":1},[]]', "[", ...positions].map((text) => Buffer.from(text).toString("base64url")),
];

const contentTypes = [
  "text/plain",
  "application/json; charset=utf-16",
  "application/jsonp",
  "",
  "multipart/form-data",
  "*/*",
  "application/x-www-form-urlencoded",
];
/** Each a list: more than one is sent as several headers. */
export const hostileContentTypes: readonly (readonly string[])[] = [
  ...contentTypes.map((type) => [type]),
  ["application/json", "application/json"],
  ["application/json; charset=utf-8; charset=latin1"],
  ["multipart/form-data; boundary=a; boundary=b"],
  ["multipart/form-data; boundary="],
];
