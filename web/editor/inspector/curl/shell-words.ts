import { unescapeAnsi } from "./ansi-quote.ts";
import { Words, type ShellCommand } from "./shell-command.ts";

/** The words of the first command, for callers that do not need its notes. */
export function splitShellWords(text: string): readonly string[] {
  return readPosixCommand(text).words;
}

const tokens = {
  /** A line that goes on, also with the carriage return of a Windows clipboard. */
  join: /\\\r?\n/y,
  escaped: /\\([\s\S]?)/y,
  single: /'([^']*)'?/y,
  double: /\$?"((?:\\[\s\S]|[^"\\])*)"?/y,
  ansi: /\$'((?:\\[\s\S]|[^'\\])*)'?/y,
  variable: /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/y,
  substitution: /\$\((?:[^()]|\([^()]*\))*\)?|`[^`]*`?|\$\{[^}]*\}?|\$[\d@*#?!$-]/y,
  comment: /#[^\n]*/y,
  blank: /[ \t]+|\r(?=\n)/y,
  redirect: /&?[<>]+[&|-]*/y,
  end: /[\n\r;|&()]/y,
  plain: /[^\\'"$`#\s<>;|&()]+|[\s\S]/y,
} as const;

/**
 * The first command of a POSIX shell's text (2.2 Quoting), with `$'…'` as browsers write it. An unquoted line break, `;`,
 * `&` or `|` ends it. A quote that is never closed goes to the end of the text.
 */
export function readPosixCommand(text: string): ShellCommand {
  const words = new Words();
  let at = 0;
  const take = (name: keyof typeof tokens): RegExpExecArray | null => {
    const token = tokens[name];
    token.lastIndex = at;
    const found = token.exec(text);
    if (found) at = token.lastIndex;
    return found;
  };
  while (at < text.length) {
    let found: RegExpExecArray | null;
    if (take("join")) continue;
    if ((found = take("escaped"))) words.add(found[1]!);
    else if ((found = take("single"))) words.add(found[1]!);
    else if ((found = take("ansi"))) words.add(unescapeAnsi(found[1]!));
    else if ((found = take("double"))) addDouble(words, found[1]!);
    else if (addExpansion(words, take)) continue;
    else if (words.isBetween && take("comment")) continue;
    else if (take("blank")) words.end();
    else if ((found = take("redirect"))) words.redirect(found[0].includes("<"));
    else if (take("end")) return words.finish(text.slice(at - 1));
    else words.add(take("plain")![0]);
  }
  return words.finish("");
}

type Take = (name: "variable" | "substitution") => RegExpExecArray | null;

function addExpansion(words: Words, take: Take): boolean {
  const variable = take("variable");
  if (variable) words.variable((variable[1] ?? variable[2])!);
  const command = variable ? null : take("substitution");
  if (command) {
    words.notes.add("substitution");
    words.add(command[0]);
  }
  return variable !== null || command !== null;
}

function addDouble(words: Words, text: string): void {
  words.add("");
  let at = 0;
  const match = (token: RegExp): RegExpExecArray | null => {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found) at = token.lastIndex;
    return found;
  };
  while (at < text.length) {
    if (match(tokens.join)) continue;
    const escaped = match(/\\(["\\$`])/y);
    if (escaped) words.add(escaped[1]!);
    else if (!addExpansion(words, (name) => match(tokens[name]))) words.add(match(/[^\\$`]+|[\s\S]/y)![0]);
  }
}
