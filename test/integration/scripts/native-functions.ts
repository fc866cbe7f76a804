/** Finds every native function that a script can reach, and what to call it with so that it works hard. */

/** Runs as a script; returns an expression for each function, found by walking everything from globalThis on. */
export const listNatives = `
  const roots = {
    globalThis,
    "Object.getPrototypeOf(Int8Array)": Object.getPrototypeOf(Int8Array),
    "Object.getPrototypeOf(async () => {})": Object.getPrototypeOf(async () => {}),
    "Object.getPrototypeOf(function* () {})": Object.getPrototypeOf(function* () {}),
    "Object.getPrototypeOf(async function* () {})": Object.getPrototypeOf(async function* () {}),
    "Object.getPrototypeOf([].values())": Object.getPrototypeOf([].values()),
    "Object.getPrototypeOf(''[Symbol.iterator]())": Object.getPrototypeOf(''[Symbol.iterator]()),
    "Object.getPrototypeOf(new Map().values())": Object.getPrototypeOf(new Map().values()),
    "Object.getPrototypeOf(new Set().values())": Object.getPrototypeOf(new Set().values()),
    "Object.getPrototypeOf(''.matchAll(/x/g))": Object.getPrototypeOf(''.matchAll(/x/g)),
    "Object.getPrototypeOf([].values().map(String))": Object.getPrototypeOf([].values().map(String)),
    "Object.getPrototypeOf(Iterator.from({ next() {} }))": Object.getPrototypeOf(Iterator.from({ next() {} })),
  };
  const found = [], seen = new Set();
  const walk = (value, path, depth) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value) || depth > 5) return;
    seen.add(value);
    if (typeof value === "function") found.push(path);
    for (const key of Reflect.ownKeys(value)) {
      const name = typeof key === "symbol" ? "[" + key.description + "]" : "[" + JSON.stringify(key) + "]";
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      if ("value" in descriptor) walk(descriptor.value, path + name, depth + 1);
      for (const kind of ["get", "set"]) {
        const accessor = descriptor[kind];
        if (accessor && !seen.has(accessor)) { seen.add(accessor); found.push("Object.getOwnPropertyDescriptor(" + path + ", " + (typeof key === "symbol" ? key.description : JSON.stringify(key)) + ")." + kind); }
      }
    }
  };
  for (const [path, root] of Object.entries(roots)) walk(root, path, 0);
  return found`;

/** What stands for \`this\`, each a way of being huge that costs little to make. */
export const receivers = [
  "{ length: 2 ** 53 - 1 }",
  "new Array(2 ** 32 - 1)",
  "new Array(1e9)",
  "new Uint8Array(1e6)",
  "new Float64Array(1e5)",
  "'ab'.repeat(2e4)",
  "new Map(Array.from({ length: 1e3 }, (_, i) => [i, i]))",
  "new Set(Array.from({ length: 1e3 }, (_, i) => i))",
  "new Proxy([], { get: (t, k) => k === 'length' ? 2 ** 53 - 1 : t[k], has: () => true })",
  "/(a+)+$|b/g",
  "7n ** 5000n",
  "(function* () { for (;;) yield 1 })()",
  "new ArrayBuffer(1e6)",
  "undefined",
] as const;

export const argumentLists = [
  "",
  "(x) => x, 0",
  "'x', 2 ** 30",
  "2 ** 30, 'x'",
  "0, 2 ** 53 - 1, 0",
  "{ length: 2 ** 53 - 1 }, (x) => x",
  "'a'.repeat(1e4), 'b'.repeat(100)",
  "new Array(1e9), new Array(1e9)",
  "{ *[Symbol.iterator]() { for (;;) yield [1, 2] } }, (x) => x",
  "7n ** 5000n, 7n ** 5000n",
] as const;

/** The script that calls one function; the result is dropped, because it is the work that counts. */
export function callOf(path: string, receiver: string, list: string): string {
  return `const f = ${path}, self = ${receiver};
    try { await Reflect.apply(f, self, [${list}]) } catch {}
    try { Reflect.construct(f, [self, ${list}]) } catch {}
    for await (const _ of (() => { try { return Reflect.apply(f, self, [${list}]) ?? [] } catch { return [] } })()) break;`;
}
