import { expect, it } from "vitest";
import { plainBounds } from "#flow/plain-scripts/budget.ts";
import { compilePlainScript, type PlainResult } from "#flow/plain-scripts/plain-script.ts";

const context = () => ({
  steps: { A: JSON.parse('{"output":{"__proto__":{"x":1},"constructor":"data"}}') as unknown, B: { output: { list: [1], text: "abc" } } },
  env: {},
});

function run(code: string, data: Record<string, unknown> = context()): PlainResult | { kind: "not plain"; why: string } {
  const script = compilePlainScript(code);
  if (!("run" in script)) return { kind: "not plain", ...script };
  return script.run(data, {}, false, { now: Date.now, random: Math.random, log: () => {} });
}

/** Each tries to reach something of the host, or to leave the supported syntax. */
const reaching = [
  "return [].constructor",
  "return ({}).constructor",
  "return ''.constructor",
  "return (1).constructor",
  "const key = 'const' + 'ructor'; return ({})[key]",
  "const key = '__pro' + 'to__'; return ({})[key]",
  "const key = 'constructor'; return [][key]",
  "const key = 'constructor'; return 'text'[key]",
  "const { constructor } = {}; return constructor",
  "const { constructor: { constructor: f } } = []; return f('return this')()",
  "const { ...rest } = context.steps.A.output; return rest",
  "return context.steps.A.output.x",
  "return context.constructor",
  "return context.steps.constructor",
  "return context.steps.toString",
  "return env.constructor",
  "return new Date().constructor",
  "return new Map().constructor",
  "return [1].map.constructor('return this')()",
  "return Object.constructor",
  "return Math.constructor",
  "return Math['constructor']",
  "return JSON.constructor",
  "const f = () => 1; return f.constructor",
  "const f = () => 1; return f",
  "const f = () => 1; return [f]",
  "return [() => 1]",
  "return { f: () => 1 }",
  "return Math.max",
  "return this",
  "return (function () { return this })()",
  "return arguments",
  "return globalThis",
  "return eval('1')",
  "return Function('return 1')()",
  "return new Function('return 1')()",
  "return import('node:fs')",
  "return new Proxy({}, {})",
  "return Reflect.ownKeys({})",
  "return Symbol.iterator",
  "return Object.getPrototypeOf({})",
  "return Object.setPrototypeOf({}, null)",
  "return Object.defineProperty({}, 'x', { get() { return 1 } })",
  "return { get x() { return 1 } }",
  "return { __proto__: { x: 1 } }.x",
  "return { ['__proto__']: { x: 1 } }",
  "return Object.fromEntries([['__proto__', 1]])",
  'return JSON.parse(\'{"__proto__": { "x": 1 }}\')',
  "const o = {}; o.__proto__ = { x: 1 }; return o.x",
  "const o = {}; o['__proto__'].polluted = 1; return 1",
  "const o = {}; o.constructor.prototype.polluted = 1; return 1",
  "[].__proto__.polluted = 1; return 1",
  "Array.prototype.map = () => 'no'; return [1].map(String)",
  "context.__proto__ = {}; return 1",
  "context.steps = 1; return 1",
  "context.toString = 1; return 1",
  "return { toJSON() { return 1 } }",
  "return { then() {} }",
  "return [].concat.call([], [1])",
  "return ['a'].map(''.concat)",
  "return ''.replace('', () => 1)",
  "return /(a+)+$/.test('a'.repeat(60) + 'b')",
  "return /(?=a)/.test('a')",
  "return /\\1(a)/.test('a')",
  "return new RegExp('a').test('a')",
  "return 'a'.match('(a+)+')",
  "class A {} return new A()",
  "async function f() {} return f()",
  "function* f() {} return f()",
  "return await 1",
  "return new Error('x').stack",
  "try { null.x } catch (error) { return error.message }",
  "return `${[]}`",
  "return {} + 1",
  "return 10n",
  "return undeclared",
  "return }); (function () {",
  "}, function () {",
  "}) (async function () {",
];

it.each(reaching)("leaves `%s` to the sandbox", (code) => {
  expect(run(code).kind).not.toBe("done");
  expect({}).not.toHaveProperty("polluted");
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
});

/** Each runs forever or very long, or needs much memory. */
const endless = [
  "for (;;);",
  "while (true) {}",
  "do {} while (true)",
  "for (;;) try { null.x } catch {}",
  "for (;;) try { throw 1 } finally { continue }",
  "const f = () => f(); return f()",
  "function f(n) { return n < 2 ? n : f(n - 1) + f(n - 2) } return f(40)",
  "const list = []; for (;;) list.push(list)",
  "const list = [1]; for (const item of list) list.push(item)",
  "let text = 'x'; for (;;) text += text",
  "return 'x'.repeat(33e6)",
  "return 'x'.padStart(33e6, 'ab')",
  "return new Array(1e9).join('x')",
  "return Array.from({ length: 1e9 }, () => 1)",
  "return Array.from({ length: 2 ** 53 - 1 })",
  "const list = Array.from({ length: 2e4 }, (_, i) => i); return list.flatMap(() => list)",
  "const text = 'a'.repeat(2e5); return text.replaceAll('a', text)",
  "let list = ['x']; for (;;) list = list.concat(list)",
  "const seen = new Set(); for (let i = 0; ; i++) seen.add(i)",
  "let table = {}; for (let i = 0; ; i++) table[i] = i",
  "let deep = []; for (let i = 0; i < 1e4; i++) deep = [deep]; return deep",
  "let deep = []; for (let i = 0; i < 1e3; i++) deep = [deep]; return JSON.stringify(deep)",
  "const ring = {}; ring.ring = ring; return ring",
  "const ring = []; ring.push(ring); return ring.flat(Infinity)",
  "return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5))",
  `return ${"[".repeat(2000)}${"]".repeat(2000)}`,
  `return 1${" + 1".repeat(3000)}`,
  "return /^\\w*\\w*\\w*\\w*x$/.test('a'.repeat(1000))",
  // What the host does with long texts is work too.
  ...[
    "return s.includes('a'.repeat(300) + 'b' + 'a'.repeat(130_000))",
    "return s.indexOf('a'.repeat(65_000) + 'b' + 'a'.repeat(65_000))",
    "return s.lastIndexOf('a'.repeat(130_000) + 'b')",
    "return s.replace('a'.repeat(65_000) + 'b' + 'a'.repeat(65_000), '')",
    "return s.split('a'.repeat(65_000) + 'b' + 'a'.repeat(65_000))",
    "for (;;) parseFloat('1' + s)",
    "const t = '1' + ' '.repeat(2e5); for (;;) parseInt(t)",
    "const t = '1' + ' '.repeat(2e5); for (;;) parseFloat(t)",
    "const t = 'b' + s.slice(1); for (;;) s.localeCompare(t)",
    "const t = ' '.repeat(2e5); for (;;) t.trim()",
    "const t = s.slice(0, -1); for (;;) s.startsWith(t)",
    "const t = 'a'.repeat(260_000); for (;;) s === t",
    "const t = 'a'.repeat(260_000); for (;;) s < t",
    "const t = 'a'.repeat(260_000); const m = new Map([[s, 1]]); for (;;) m.get(t)",
  ].map((code) => `const s = 'a'.repeat(260_000); ${code}`),
  "const many = Array.from({ length: 5000 }, (_, i) => i % 7); return many.sort((a, b) => (a > b ? 1 : -1))",
];

it.each(endless)("stops `%s` soon and leaves it to the sandbox", (code) => {
  const start = performance.now();
  expect(run(code).kind).not.toBe("done");
  // A few milliseconds; a busy machine needs more.
  expect(performance.now() - start).toBeLessThan(500);
});

it("changes nothing of the run's data, whatever the script does to it", () => {
  const data = context();
  const before = JSON.stringify(data);
  for (const code of [
    "context.steps.B.output.list.push(2)",
    "context.steps.B.output.text = 1",
    "delete context.steps.B.output.list",
    "context.steps.B.output.list.length = 0",
  ]) {
    const script = compilePlainScript(`${code}; return context.steps.B.output`);
    if (!("run" in script)) throw new Error(script.why);
    const world = { now: Date.now, random: Math.random, log: () => {} };
    expect(script.run(data, {}, false, world)).toMatchObject({ kind: "bailed", wantsCopy: true });
    expect(script.run(data, {}, true, world).kind).toBe("done");
    expect(JSON.stringify(data)).toBe(before);
  }
});

it("stops after a bounded number of steps", () => {
  const script = compilePlainScript("let n = 0; for (;;) n = (n * 3 + 1) % 1000");
  if (!("run" in script)) throw new Error(script.why);
  const result = script.run(context(), {}, false, { now: Date.now, random: Math.random, log: () => {} });
  expect(result).toMatchObject({ kind: "bailed", steps: plainBounds.steps });
});

it.each([
  "return [2, 1].sort((a, b) => { console.log(a); return a - b })",
  "let n = 0; [2, 1].sort((a, b) => { n++; return a - b }); return n",
  "return [2, 1].sort(() => Math.random() - 0.5)",
  "return [2, 1, 3].sort((a, b) => a > b)",
  "try { [{}, {}].sort((a, b) => a.name.localeCompare(b.name)) } catch { return 1 }",
])("leaves a comparison to the sandbox that more than compares: `%s`", (code) => {
  expect(run(code).kind).not.toBe("done");
});
