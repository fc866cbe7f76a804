import { afterAll, describe, expect, it } from "vitest";
import { errorOf, outputOf, runScript } from "./run-script.ts";

const instructions = "script_limit: The script was stopped because it ran too many instructions.";
const memory = "script_limit: The script was stopped because it used more than 16 MiB of memory.";
const stack = "script_limit: The script was stopped because its calls or data are nested too deeply.";
/** Several limits can be the first that is met. */
const anyLimit = /^script_limit: /;
/** QuickJS itself refuses some of it. */
const refused = /^script_(error|limit): /;

const attacks: Readonly<Record<string, readonly (readonly [code: string, error: string | RegExp])[]>> = {
  "loops that never end": [
    ["while (true) {}", instructions],
    ["for (;;) try { null.x } catch {}", instructions],
    ["for (;;) try { throw 1 } finally { continue }", instructions],
    ["await (async () => { for (;;) await null })()", instructions],
    ["const again = () => queueMicrotask(again); again(); await new Promise(() => {})", instructions],
    ["return { toJSON() { for (;;); } }", instructions],
    ["return new Proxy({}, { ownKeys() { for (;;); } })", instructions],
    ["Object.defineProperty(context, 'x', { enumerable: true, get() { for (;;); } })", instructions],
    ["throw { get name() { for (;;); }, get message() { for (;;); } }", instructions],
    ["for (;;) console.log(1)", instructions],
    ["for (;;) new Date(2020, 1, 1).toString()", instructions],
    ["for (;;) new Function('a', 'return a')", instructions],
    ["(0, eval)('for (;;);')", instructions],
    ["for (;;) Symbol.for(Math.random().toString())", anyLimit],
  ],
  "regular expressions": [
    ["return /(a+)+$/.test('a'.repeat(60) + 'b')", instructions],
    ["return /(.*)*x/.exec('a'.repeat(60))", instructions],
    ["return ('a'.repeat(60) + 'c').replaceAll(/(a|aa)+b/g, 'x')", instructions],
    ["return new RegExp('(?:'.repeat(1e5) + ')'.repeat(1e5))", anyLimit],
    ["for (;;) new RegExp('[' + 'a-z'.repeat(1e5) + ']', 'v')", anyLimit],
    ["return 'x'.repeat(1e6).split(/(?:)/).length && 'ab'.repeat(4e5).replace(/(?=(a|b)+)/g, '$1$1$1$1$1$1$1$1$1$1$1$1').length", anyLimit],
  ],
  memory: [
    ["const a = []; while (1) a.push(new Array(1000).fill(1))", memory],
    ["const a = []; for (;;) a.push({})", memory],
    ["let a; for (;;) a = { a }", memory],
    ["let s = 'x'; for (;;) s += s", memory],
    ["const a = []; for (;;) a.push('x'.repeat(1000) + a.length)", memory],
    ["const m = new Map(); for (let i = 0; ; i++) m.set(i, i)", memory],
    ["return new ArrayBuffer(1e9)", memory],
    ["return 'x'.repeat(33e6)", memory],
    ["return 'x'.padStart(33e6, 'ab')", memory],
    ["return Array.from({ length: 1e8 }, () => 1)", anyLimit],
    ["const a = new Array(1e5).fill(1); for (;;) a.push(...a.slice(0, 6e4))", anyLimit],
    ["const a = []; for (;;) try { for (;;) a.push('x'.repeat(1000) + a.length) } catch {}", instructions],
    ["const a = []; for (;;) { a.push({}); if (a.length > 150000) a.length = 149000 }", instructions],
    ["for (;;) new Uint8Array(8e6)", instructions],
    ["const s = 'x'.repeat(4e6); for (;;) s.slice(1) + 'y'", instructions],
  ],
  depth: [
    ["function f() { return f() + 1 } return f()", stack],
    ["const o = { toJSON: () => JSON.stringify(o) }; return o", stack],
    ["return JSON.parse('['.repeat(1e6))", stack],
    ["return JSON.parse('['.repeat(1e6) + ']'.repeat(1e6))", stack],
    ["return JSON.parse('{\"a\":'.repeat(1e5) + '1' + '}'.repeat(1e5))", stack],
    ["let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return o", anyLimit],
    ["let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return JSON.stringify(o).length", anyLimit],
    ["let o = []; for (let i = 0; i < 1e5; i++) o = [o]; return o.flat(Infinity)", stack],
    ["return eval('['.repeat(1e5) + ']'.repeat(1e5))", stack],
    ["return eval('1' + '+(1'.repeat(1e5) + ')'.repeat(1e5))", stack],
    ["return eval('-'.repeat(1e6).replaceAll('-', '- ') + '1')", anyLimit],
    ["let p = {}; for (let i = 0; i < 1e5; i++) p = new Proxy(p, {}); return p.x", anyLimit],
    ["let f = () => 1; for (let i = 0; i < 1e5; i++) f = f.bind(null); return f()", anyLimit],
    ["let a; for (let i = 0; i < 1e6; i++) a = { a }; a = null; return 1", /./],
  ],
  "natives over a huge length": [
    ["return new Array(1e9).join('x')", instructions],
    ["return [].join.call({ length: 2 ** 53 - 1 }, 'x')", instructions],
    ["return [].indexOf.call({ length: 2 ** 53 - 1 }, 1)", instructions],
    ["return new Array(1e9).fill(1)", anyLimit],
    ["return new Array(2 ** 32 - 1).sort()", anyLimit],
    ["return new Array(2 ** 32 - 1).toSorted()", refused],
    ["return new Array(1e9).with(0, 1)", anyLimit],
    ["return new Array(1e9).flat()", instructions],
    ["return new Array(1e9).copyWithin(0, 1)", instructions],
    ["return [].reverse.call({ length: 2 ** 53 - 1 })", instructions],
    ["return JSON.stringify(new Array(1e9))", anyLimit],
    ["return [...new Array(1e9)]", anyLimit],
    ["return Math.max(...new Array(1e9))", anyLimit],
    ["return Math.max.apply(null, { length: 65535 }) || Reflect.apply(Math.max, null, { length: 2 ** 53 - 1 })", /Error/],
    ["return Array.from({ length: 2 ** 53 - 1 })", refused],
    ["return await Array.fromAsync({ length: 2 ** 53 - 1 })", refused],
    ["return Object.groupBy({ *[Symbol.iterator]() { for (;;) yield 1 } }, (x) => x)", anyLimit],
    ["return Map.groupBy({ *[Symbol.iterator]() { for (let i = 0; ; i++) yield i } }, (x) => x)", anyLimit],
    ["return String.raw({ raw: { length: 2 ** 53 - 1 } })", anyLimit],
    ["return 2n ** 10_000_000n", refused],
    ["return (7n ** 500000n).toString().length", instructions],
    ["let x = 3n; for (;;) x *= x", anyLimit],
    ["return BigInt('9'.repeat(1e6)).toString(3).length", refused],
    ["return new Float64Array(1e6).map(Math.random).sort().toSorted().toReversed().join().length", anyLimit],
    ["const s = 'a'.repeat(2e6); for (;;) s.replaceAll('a', 'bb')", anyLimit],
    ["const s = 'ab'.repeat(1e6); for (;;) s.indexOf('ac'.repeat(1e4)), s.localeCompare(s + 'x'), s.normalize('NFKD')", anyLimit],
    [
      "return new Set(Array(1e5).keys()).isSubsetOf({ size: Infinity, has: () => true, keys() {} }) && new Set([1]).union({ size: 1, has() {}, keys: () => ({ next: () => ({ done: false, value: Math.random() }) }) })",
      anyLimit,
    ],
    ["return Iterator.from({ next: () => ({ done: false, value: 1 }) }).drop(2 ** 50).toArray()", instructions],
    ["return Object.assign({}, 'x'.repeat(1e7))", anyLimit],
    ["return structuredClone", /^script_error: /],
  ],
};

const times: [ms: number, code: string][] = [];
afterAll(() => {
  for (const [ms, code] of times.sort(([a], [b]) => b - a).slice(0, 5)) console.log(`${ms} ms: ${code}`);
});

for (const [kind, list] of Object.entries(attacks)) {
  describe(kind, () => {
    for (const [code, error] of list) {
      // The promise is an end within three seconds; a machine that runs all tests in parallel gets more time.
      it(`\`${code}\` ends clearly, and the next scripts run as ever`, { timeout: 10_000 }, async () => {
        await scheduler.wait(0);
        const start = Date.now();
        const outcome = await runScript(code);
        await scheduler.wait(0);
        times.push([Date.now() - start, code]);
        const said = outcome.ok ? JSON.stringify(outcome.output) : `${outcome.error.code}: ${outcome.error.message}`;
        if (typeof error === "string") expect(said).toBe(error);
        else expect(said).toMatch(error);
        for (let i = 0; i < 10; i++)
          expect(await outputOf("return context.steps.A.output + 1", { steps: { A: { output: i } } })).toBe(i + 1);
      });
    }
  });
}

it("recursion that means it can go a thousand calls deep, and a script can catch where it ends", async () => {
  const code = "let deep = 0; const f = () => { deep++; f() }; try { f() } catch (error) { return [deep > 1000, error.name] }";
  expect(await outputOf(code)).toEqual([true, "RangeError"]);
  // The same on the stack on which longer scripts run.
  expect(await outputOf(`for (let i = 0; i < 5e5; i++); ${code}`)).toEqual([true, "RangeError"]);
});

it("code that closes the wrapper around it does not parse", async () => {
  expect(await errorOf("}); globalThis.x = 1; (async function () {")).toMatch(/^script_error: SyntaxError/);
  expect(await errorOf("}, function () {")).toMatch(/^script_error: SyntaxError/);
});

it("a hundred broken instances leave the engine as it was", { timeout: 30_000 }, async () => {
  for (let i = 0; i < 100; i++) expect(await errorOf(`return JSON.parse('['.repeat(1e5 + ${i}))`)).toBe(stack);
  expect(await outputOf("return 1")).toBe(1);
});
