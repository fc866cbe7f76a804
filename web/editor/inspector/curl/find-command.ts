import { readPosixCommand } from "./shell-words.ts";
import { isCmd, readCmdCommand } from "./cmd-words.ts";
import { isPowerShell, readPowerShellCommand } from "./powershell-words.ts";
import type { ShellCommand } from "./shell-command.ts";

/** A prompt, and what may stand between it and the command: assignments, and words that run another command. */
const lead = /^[ \t]*(?:(?:PS [^>\n]*|[A-Za-z]:\\[^>\n]*)?[$>%#❯][ \t]+)?/;
const before = /^(?:(?:sudo|env|time|command|exec|nohup)[ \t]+|[A-Za-z_]\w*=(?:"[^"\n]*"|'[^'\n]*'|[^\s"'])*[ \t]+)*/;
const name = /^(?:(?:\.{0,2}\/|[A-Za-z]:\\)(?:[^\s"'=;|&]*[/\\])?)?curl(?:\.exe)?(?=\s)/i;

/** The text from the word `curl` on, without comment lines, prompt and prefix; undefined if it is not a curl command. */
export function findCurl(text: string): string | undefined {
  let rest = text;
  for (;;) {
    const [line = ""] = rest.trimStart().split("\n", 1);
    // `# curl …` is root's prompt, unless the command itself comes below.
    const isComment = line.startsWith("#") && (!commandIn(line) || rest.trimStart().slice(line.length).split("\n").some(startsCurl));
    if (line === "" || !isComment) break;
    rest = rest.trimStart().slice(line.length);
  }
  return commandIn(rest.trimStart());
}

function commandIn(text: string): string | undefined {
  const command = text.replace(lead, "").replace(before, "");
  return name.test(command) ? command : undefined;
}

function startsCurl(line: string): boolean {
  return !line.trimStart().startsWith("#") && commandIn(line) !== undefined;
}

/** The command's words behind `curl`, read by the rules of the shell that it is written for. */
export function readCommand(command: string): ShellCommand {
  const read = isCmd(command) ? readCmdCommand : isPowerShell(command) ? readPowerShellCommand : readPosixCommand;
  const { words, notes } = read(command);
  return { words: words.slice(1), notes };
}
