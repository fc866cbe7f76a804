import type { Match } from "../scanner.ts";
import type { Span } from "../text/mapped-text.ts";
import { compileRule, entropyOf, isAllowed, type SecretRule, type SecretRules } from "./secret-rule.ts";

/** A rule looks at this much before and after its keyword; private keys are the longest secrets. */
const before = 160;
const after = 1_000;
const afterKeyBlock = 8_192;
/** More would not be shown. */
const maxMatches = 200;

/** The secrets in a text, by their rules' ids. A rule runs only around its keywords, in time linear in the text. */
export function findSecrets(text: string, { rules, allowed }: SecretRules): Match[] {
  const lower = text.toLowerCase();
  const found: Match[] = [];
  for (const rule of rules)
    for (const { start, end } of placesOf(rule, lower)) {
      const matcher = compileRule(rule.regex).matcher(text.slice(start, end));
      while (found.length < maxMatches && matcher.find()) {
        const group = rule.group ?? firstGroup(matcher);
        const secret = matcher.group(group) ?? "";
        const whole = matcher.group() ?? "";
        if (rule.entropy !== undefined && entropyOf(secret) <= rule.entropy) continue;
        if ([allowed, ...rule.allowed].some((list) => isAllowed(secret, whole, list))) continue;
        found.push({ start: start + matcher.start(group), end: start + matcher.end(group), label: rule.id });
      }
    }
  return found;
}

function firstGroup(matcher: { groupCount(): number; group(index: number): string | null }): number {
  for (let group = 1; group <= matcher.groupCount(); group++) if (matcher.group(group)) return group;
  return 0;
}

/** What most rules want between a keyword and its value: the rest of the name, then a sign. */
const assignment = String.raw`[ \t\w.-]{0,20}`;
const signAfterName = /[ \t\w.-]{0,60}[\s'"]{0,3}[=>:|?,]/y;

/** A cheap test that spares the words of ordinary prose the slow way. */
function isAssigned(lower: string, at: number): boolean {
  signAfterName.lastIndex = at;
  return signAfterName.test(lower);
}

/** The parts of a text that a rule has to look at, in order and apart. */
function placesOf({ keywords, id, regex }: SecretRule, lower: string): Span[] {
  const assigned = regex.includes(assignment);
  if (keywords.length === 0) return [{ start: 0, end: lower.length }];
  const hits: number[] = [];
  for (const keyword of keywords)
    for (let at = lower.indexOf(keyword); at >= 0; at = lower.indexOf(keyword, at + keyword.length))
      if (!assigned || isAssigned(lower, at + keyword.length)) hits.push(at);
  const places: { start: number; end: number }[] = [];
  for (const hit of hits.sort((a, b) => a - b)) {
    const place = { start: Math.max(0, hit - before), end: Math.min(lower.length, hit + (id === "private-key" ? afterKeyBlock : after)) };
    const last = places.at(-1);
    if (last && place.start <= last.end) last.end = Math.max(last.end, place.end);
    else places.push(place);
  }
  return places;
}
