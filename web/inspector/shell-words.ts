/**
 * The words of one shell command (POSIX, 2.2 Quoting), and of `$'…'` as browsers write it. Ends at an unquoted `|`, `;`,
 * `&`, `<` or `>`, where another command or a file would begin. A quote that is never closed goes to the end of the text.
 */
export function splitShellWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  const add = (piece: string) => (word = (word ?? "") + piece);
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      at++;
    } else if (char === "\\") {
      // A line that goes on, also with the carriage return of a Windows clipboard.
      const line = /^\\\r?\n/.exec(text.slice(at, at + 3));
      if (!line) add(text[at + 1] ?? "");
      at += line ? line[0].length : 2;
    } else if (char === "'") {
      const end = endOf(text, at + 1, "'");
      add(text.slice(at + 1, end));
      at = end + 1;
    } else if (char === '"') {
      const end = endOf(text, at + 1, '"', true);
      add(
        text
          .slice(at + 1, end)
          .replace(/\\\r?\n/g, "")
          .replace(/\\(["\\$`])/g, "$1"),
      );
      at = end + 1;
    } else if (char === "$" && text[at + 1] === "'") {
      const end = endOf(text, at + 2, "'", true);
      add(unescapeAnsi(text.slice(at + 2, end)));
      at = end + 1;
    } else if ("|;&<>".includes(char)) {
      break;
    } else {
      add(char);
      at++;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function endOf(text: string, from: number, quote: string, escapes = false): number {
  for (let at = from; at < text.length; at++) {
    if (escapes && text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

const plain: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\u0007",
  e: "\u001b",
  "0": "\0",
};

function unescapeAnsi(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{1,4})|x([0-9a-fA-F]{1,2})|([\s\S]))/g, (_, unicode: string, hex: string, char: string) =>
    char === undefined ? String.fromCharCode(Number.parseInt(unicode ?? hex, 16)) : (plain[char] ?? char),
  );
}
