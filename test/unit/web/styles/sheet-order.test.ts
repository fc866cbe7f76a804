import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Setting, settingsOf, splitOutside, weightOf } from "./rules-in.ts";

const web = join(import.meta.dirname, "../../../../web");
/** Those of the first page come first whatever is opened; the others come in an order that hangs on the way one took. */
const lazy = globSync("**/*.css", { cwd: web }).filter((name) => !name.startsWith("base/styles/"));

/** Classes that the first page's sheets know: they stand on elements of every page and tell nothing of where one is. */
const general = new Set(
  globSync("base/styles/*.css", { cwd: web }).flatMap((name) => readFileSync(join(web, name), "utf8").match(/(?<=\.)[a-z][\w-]*/g) ?? []),
);

/** Classes that stand together on an element, as the components write them. */
const together = new Set<string>();
for (const name of globSync("**/*.tsx", { cwd: web }))
  for (const [text] of readFileSync(join(web, name), "utf8").matchAll(/\bclass(Name)?=("[^"]*"|\{([^{}]|\{([^{}]|\{[^{}]*\})*\})*\})/g)) {
    const classes = text.match(/[a-z][\w-]*/g) ?? [];
    for (const a of classes) for (const b of classes) together.add(`${a} ${b}`);
  }

const partsOf = (selector: string) => splitOutside(selector.replace(/ ?[>+~] ?/g, " "), " ");
const classesOf = (part: string) => part.replace(/:not\([^)]*\)/g, "").match(/(?<=\.)[\w-]+/g) ?? [];
const elementOf = (part: string) => /^[a-z]\w*/.exec(part)?.[0];
const pseudoOf = (part: string) => /::[\w-]+$/.exec(part)?.[0];
/** The classes of a page in each part that has any. */
const ownOf = (selector: string) =>
  partsOf(selector)
    .map((part) => classesOf(part).filter((each) => !general.has(each)))
    .filter((classes) => classes.length > 0);

const stand = (one: readonly string[], two: readonly string[]) => one.some((a) => two.some((b) => a === b || together.has(`${a} ${b}`)));

/** Whether an element can be meant by both. */
function canMeet(a: Setting, b: Setting): boolean {
  const [one, two] = [partsOf(a.selector).at(-1)!, partsOf(b.selector).at(-1)!];
  if (pseudoOf(one) !== pseudoOf(two)) return false;
  const [oneElement, twoElement] = [elementOf(one), elementOf(two)];
  if (oneElement && twoElement && oneElement !== twoElement) return false;
  const [oneClasses, twoClasses] = [classesOf(one), classesOf(two)];
  if (oneClasses.length > 0 && twoClasses.length > 0 && !stand(oneClasses, twoClasses)) return false;
  const [oneOwn, twoOwn] = [ownOf(a.selector).toReversed(), ownOf(b.selector).toReversed()];
  // Below different parts of pages they are different elements.
  return oneOwn.length > 0 && twoOwn.length > 0 && oneOwn.every((own, at) => !twoOwn[at] || stand(own, twoOwn[at]));
}

describe("the style sheets of the pages", () => {
  it("give a page the same looks in whatever order they come", () => {
    const sheets = lazy.map((name) => ({ name, settings: settingsOf(readFileSync(join(web, name), "utf8")) }));
    const found: string[] = [];
    for (const [at, one] of sheets.entries())
      for (const two of sheets.slice(at + 1))
        for (const a of one.settings)
          for (const b of two.settings)
            if (a.property === b.property && a.value !== b.value && weightOf(a.selector) === weightOf(b.selector) && canMeet(a, b))
              found.push(`${a.property}: ${one.name} ${a.selector} | ${two.name} ${b.selector}`);
    expect(found).toEqual([]);
  });
});
