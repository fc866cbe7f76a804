import { Words, type ShellCommand } from "./shell-command.ts";

/** Whether a command is written for Windows' cmd: its quotes or line ends have a caret in front. Quoted parts of a POSIX shell do not count. */
export function isCmd(text: string): boolean {
  const bare = text.replace(/'[^']*'/g, "");
  return /(?:^|\s)\^"/.test(bare) || /\s\^[ \t]*\r?\n/.test(bare) || /^\s*\S*curl(?:\.exe)?\s+\^/.test(bare);
}

/**
 * The first command of a text for cmd, such as Chrome's “Copy as cURL (cmd)”. cmd first removes its carets outside of
 * its own quotes; then the program splits the rest by the rules of Microsoft's C runtime.
 */
export function readCmdCommand(text: string): ShellCommand {
  const words = new Words();
  let line = "";
  let isQuoted = false;
  let at = 0;
  for (; at < text.length; at++) {
    const char = text[at]!;
    if (char === "^" && !isQuoted) {
      const joined = /^\^[ \t]*(\r?\n)/.exec(text.slice(at, at + 80));
      if (!joined) line += text[++at] ?? "";
      else {
        at += joined[0].length - 1;
        // The character after an escaped line break is taken as it is: a second line break is one of the text.
        const next = /^\r?\n/.exec(text.slice(at + 1, at + 3));
        if (next) {
          line += "\n";
          at += next[0].length;
        }
      }
    } else if (char === "\n" || char === "\r" || (!isQuoted && "&|<>".includes(char))) break;
    else {
      if (char === '"') isQuoted = !isQuoted;
      line += char;
    }
  }
  const end = words.finish(text.slice(at));
  splitArguments(line, words);
  return { words: words.words, notes: end.notes };
}

/** Microsoft C: `\"` is a quote, backslashes count only in front of one, and `""` inside quotes is one too. */
function splitArguments(line: string, words: Words): void {
  let isQuoted = false;
  const token = /(\\*)"|%([A-Za-z_]\w*)%|[\s\S]/y;
  for (let at = 0; at < line.length; at = token.lastIndex) {
    token.lastIndex = at;
    const [whole, slashes, name] = token.exec(line)!;
    if (slashes !== undefined) {
      words.add(slashes.slice(0, slashes.length >> 1));
      if (slashes.length % 2 === 1) words.add('"');
      else if (isQuoted && line[token.lastIndex] === '"') {
        words.add('"');
        token.lastIndex++;
      } else isQuoted = !isQuoted;
    } else if (name !== undefined && isVariable(name)) words.variable(name);
    else if (/\s/.test(whole[0]!) && !isQuoted) words.end();
    else {
      words.add(whole[0]!);
      token.lastIndex = at + 1;
    }
  }
  words.end();
}

/** `%C3%A9` is an encoded letter, `%API_KEY%` a variable. */
function isVariable(name: string): boolean {
  return !/^[0-9A-Fa-f]{2}/.test(name) || /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/.test(name);
}
