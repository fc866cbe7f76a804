import { RE2JS } from "re2js";

/** A rule of gitleaks: https://github.com/gitleaks/gitleaks. */
export interface SecretRule {
  readonly id: string;
  /** RE2 syntax. */
  readonly regex: string;
  /** One of them, in lower case, stands in every text that the rule can match; without any, every text is looked at. */
  readonly keywords: readonly string[];
  /** Least Shannon entropy of the secret, in bits for each character. */
  readonly entropy?: number;
  /** The group that is the secret; else the first one that took part. */
  readonly group?: number;
  readonly allowed: readonly Allowed[];
}
/** What a rule matches although it is not secret. */
interface Allowed {
  readonly regexes: readonly string[];
  readonly stopwords: readonly string[];
  readonly target?: string;
}
export interface SecretRules {
  readonly allowed: Allowed;
  readonly rules: readonly SecretRule[];
}

const compiled = new Map<string, RE2JS>();

/** A rule is compiled when one of its keywords is first met: all of them take a second. */
export function compileRule(regex: string): RE2JS {
  let ready = compiled.get(regex);
  if (!ready) compiled.set(regex, (ready = RE2JS.compile(regex)));
  return ready;
}

/** Whether a match is on a list of what is not secret. */
export function isAllowed(secret: string, whole: string, { regexes, stopwords, target }: Allowed): boolean {
  const lower = secret.toLowerCase();
  const judged = target === "match" || target === "line" ? whole : secret;
  return stopwords.some((word) => lower.includes(word)) || regexes.some((regex) => compileRule(regex).matcher(judged).find());
}

/** Shannon entropy in bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
