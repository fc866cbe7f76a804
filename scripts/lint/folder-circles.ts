/**
 * Prints each circle of folders that import each other, and fails where there is one. Imports of types count too: a folder
 * that needs another one's types cannot be read, or moved, without it.
 */
import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "../root.ts";

/** Circles are looked for inside of each; between them stands the arrow of oxlint.config.ts. */
const layers = ["flow", "store", "durable-objects", "worker", "web"];

/** For each folder the folders that its own files import, each with one import that leads there. */
type Imports = ReadonlyMap<string, ReadonlyMap<string, string>>;

function importsOf(layer: string): Imports {
  const imports = new Map<string, Map<string, string>>();
  for (const file of globSync(`${layer}/**/*.{ts,tsx}`, { cwd: root })) {
    const from = dirname(file);
    for (const [, path] of readFileSync(join(root, file), "utf8").matchAll(/\b(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
      const target = join(from, path!);
      if (dirname(target) === from) continue;
      const targets = imports.get(from) ?? new Map<string, string>();
      imports.set(from, targets.set(dirname(target), `${file} imports ${target}`));
    }
  }
  return imports;
}

/** The shortest way from a folder back to itself, as the imports along it, or undefined. */
function circleAt(start: string, imports: Imports): readonly string[] | undefined {
  const ways = new Map<string, readonly string[]>([[start, []]]);
  for (const [folder, way] of ways) {
    for (const [target, statement] of imports.get(folder) ?? []) {
      if (target === start) return [...way, statement];
      if (!ways.has(target)) ways.set(target, [...way, statement]);
    }
  }
  return undefined;
}

const circles = new Map<string, readonly string[]>();
for (const layer of layers) {
  const imports = importsOf(layer);
  for (const folder of imports.keys()) {
    const circle = circleAt(folder, imports);
    // The same circle is found from each of its folders.
    if (circle) circles.set(circle.toSorted().join("\n"), circle);
  }
}
for (const circle of circles.values()) console.log(`These folders import each other in a circle:\n  ${circle.join("\n  ")}`);
if (circles.size > 0) process.exitCode = 1;
console.log(`${circles.size} circles of folders in ${layers.join(", ")}`);
