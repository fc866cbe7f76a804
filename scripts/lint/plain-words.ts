/** Words and phrases that make a text hard to read, and what to write instead. docs/decisions/words.md says why. */
interface Refused {
  readonly pattern: RegExp;
  readonly instead: string;
}

const refused: readonly Refused[] = [
  { pattern: /\banew\b/i, instead: "again" },
  { pattern: /\bmend(s|ed|ing)?\b/i, instead: "fix" },
  { pattern: /\b(become|becomes|became) of\b/i, instead: "the result" },
  { pattern: /\bbehind (it|the|them|this|that|a|an)\b|\bbehind [A-Z“]/, instead: "after" },
  { pattern: /\b(is|are|was|were) over\b/i, instead: "finished" },
  { pattern: /(?<!-)\b(begin|begins|began|begun)\b(?!-)/i, instead: "start" },
  { pattern: /\bunder way\b/i, instead: "in progress" },
  { pattern: /\b(told|tells)\b/i, instead: "says, shows or notifies" },
  { pattern: /\b(is|are|was|were) away\b/i, instead: "offline" },
  { pattern: /\bat once\b/i, instead: "immediately" },
  { pattern: /\bwhoever\b/i, instead: "the person who, or a role such as the operator" },
  { pattern: /\b(somebody|nobody)\b/i, instead: "someone, no one, or a role" },
  { pattern: /(?<!\bthere )\b(is|are|was|were) no (?!longer\b|more\b|\w+ing\b)/i, instead: "is not" },
  { pattern: /\bas asked\b|\bleft by\b/i, instead: "the outcome or path by its name" },
  { pattern: /\bprove[sd]? (itself|themselves|himself|herself)\b/i, instead: "authenticate" },
  { pattern: /(?<!-)\bmandatory\b/i, instead: "required" },
  { pattern: /\bflow in development\b/i, instead: "draft" },
  { pattern: /\b(keep|kept) a version\b|\bkept by\b/i, instead: "save version, saved by" },
];

const sql = /\b(SELECT|INSERT|UPDATE|DELETE|CREATE|WHERE)\b/;

/** Says what is wrong with the prose of a comment or a document. Code in backticks is left out. */
export function findProseFault(prose: string): string | undefined {
  return findFault(prose.replace(/`[^`]*`/g, "code").replace(/\s+/g, " "));
}

/** Says what is wrong with a text. Returns undefined for good texts, and for what is not a text: SQL, and keys of one word. */
export function findFault(text: string): string | undefined {
  if (sql.test(text)) return undefined;
  if (!/\S\s+\S/.test(text) && !/^[A-Z]/.test(text)) return undefined;
  for (const { pattern, instead } of refused) {
    const found = pattern.exec(text);
    if (found) return `Do not write “${found[0]}” in a text. Write: ${instead} (docs/decisions/words.md).`;
  }
  return undefined;
}
