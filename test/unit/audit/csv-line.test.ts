import { expect, it } from "vitest";
import { csvLine } from "#flow/csv/csv-line.ts";

it.each([
  [["a", "b c", null, 3], "a,b c,,3\r\n"],
  [['say "hi"', "a,b"], '"say ""hi""","a,b"\r\n'],
  [["two\nlines", "two\r\nlines"], '"two\nlines","two\r\nlines"\r\n'],
  [[" kept "], '" kept "\r\n'],
  [["=1+1", "+1", "-1", "@x", "\tx"], "'=1+1,'+1,'-1,'@x,'\tx\r\n"],
  [["=a,b"], '"\'=a,b"\r\n'],
  [["＝1"], "'＝1\r\n"],
  [["a;=1+1", "a; @x;-1", "a\t+1", "＝1;＋2"], "a;'=1+1,a; '@x;'-1,a\t'+1,'＝1;'＋2\r\n"],
  [["a\n=1", "a\r\n\r\n-1"], '"a\n\'=1","a\r\n\r\n\'-1"\r\n'],
  [["a;b", "a; b=1", "1;2"], "a;b,a; b=1,1;2\r\n"],
  [[-1], "-1\r\n"],
  [["a=b", "1-2"], "a=b,1-2\r\n"],
])("writes %j", (cells, line) => {
  expect(csvLine(cells)).toBe(line);
});
