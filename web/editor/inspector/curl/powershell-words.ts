import { Words, type ShellCommand } from "./shell-command.ts";

/** Whether a command is written for PowerShell: its lines end with a backtick. */
export function isPowerShell(text: string): boolean {
  return /\s`[ \t]*\r?\n/.test(text.replace(/'[^']*'/g, ""));
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", "0": "", a: "\u0007", b: "\b", f: "\f", v: "\v" };
const variable = /\$(?:\{(?:env:)?([A-Za-z_]\w*)\}|(?:env:)?([A-Za-z_]\w*))/iy;
const token = /`[ \t]*\r?\n|`([\s\S]?)|'((?:''|[^'])*)'?|"((?:`[\s\S]|""|\\"|[^"`])*)"?|\$\([^)]*\)?|[\s\S]/y;

/** The first command of a text for PowerShell (about_Quoting_Rules). `\"` is what its users write for curl.exe. */
export function readPowerShellCommand(text: string): ShellCommand {
  const words = new Words();
  for (let at = 0; at < text.length;) {
    if (text[at] === "$") {
      variable.lastIndex = at;
      const found = variable.exec(text);
      if (found) {
        words.variable((found[1] ?? found[2])!);
        at = variable.lastIndex;
        continue;
      }
    }
    token.lastIndex = at;
    const [whole, escaped, single, double] = token.exec(text)!;
    if (single !== undefined) words.add(single.replaceAll("''", "'"));
    else if (double !== undefined) addDouble(words, double);
    else if (escaped !== undefined) words.add(escapes[escaped] ?? escaped);
    else if (whole.startsWith("$(")) {
      words.notes.add("substitution");
      words.add(whole);
    } else if (whole === "\n" || whole === ";" || whole === "|" || whole === "&") return words.finish(text.slice(at));
    else if (/\s/.test(whole) || whole.startsWith("`")) words.end();
    else words.add(whole);
    at = token.lastIndex;
  }
  return words.finish("");
}

function addDouble(words: Words, text: string): void {
  words.add("");
  for (let at = 0; at < text.length;) {
    variable.lastIndex = at;
    const found = text[at] === "$" ? variable.exec(text) : null;
    if (found) {
      words.variable((found[1] ?? found[2])!);
      at = variable.lastIndex;
      continue;
    }
    if (text.startsWith("$(", at)) words.notes.add("substitution");
    const pair = text.slice(at, at + 2);
    if (pair === '""' || pair === '\\"') words.add('"');
    else if (pair[0] === "`") words.add(escapes[pair[1]!] ?? pair[1]!);
    else {
      words.add(text[at]!);
      at -= 1;
    }
    at += 2;
  }
}
