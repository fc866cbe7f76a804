/** Reads every document of the repository: its words are plain (docs/decisions/words.md), and the files that it names exist. */
import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { findProseFault } from "./plain-words.ts";
import { root } from "../root.ts";

const documents = globSync(["*.md", "{docs,test}/**/*.md"], { cwd: root });
const folders = /^(flow|store|durable-objects|worker|web|scripts|test|docs)\//;

/** Paths in backticks from the root of the repository, and links relative to the document. */
function* namedFiles(document: string, text: string): Generator<string> {
  for (const [, path] of text.matchAll(/`([\w./-]+)`/g)) if (folders.test(path!)) yield path!;
  for (const [, link] of text.matchAll(/\]\(([^)#:]+)[^):]*\)/g)) yield join(dirname(document), link!);
}

const faults = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), "utf8").replace(/^```[\s\S]*?^```/gm, "");
  const blocks = text.split(/\n\s*\n|\n(?=\||- |\d+\. )/);
  return [
    ...blocks.flatMap((block) => findProseFault(block) ?? []),
    ...Array.from(namedFiles(document, text), (path) => (existsSync(join(root, path)) ? [] : `There is no ${path}.`)).flat(),
  ].map((fault) => `${document}: ${fault}`);
});
for (const fault of faults) console.log(fault);
if (faults.length > 0) process.exitCode = 1;
