import { expect, it } from "vitest";
import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import { engine, never, outputOf } from "./run-script.ts";

/**
 * Everything that a script can see of its environment, as one text; runs before and after another script has tampered
 * with it.
 */
const census = `
  const lines = [], seen = new Set();
  const walk = (value, path) => {
    if ((typeof value !== "object" && typeof value !== "function") || value === null || seen.has(value)) return;
    seen.add(value);
    for (const key of Reflect.ownKeys(value)) {
      const { value: held, get, set, ...flags } = Reflect.getOwnPropertyDescriptor(value, key);
      const name = path + "." + String(key);
      lines.push(name + JSON.stringify(flags) + (typeof held === "object" || typeof held === "function" ? typeof held : String(held)) + typeof get + typeof set);
      walk(held, name); walk(get, name); walk(set, name);
    }
    walk(Reflect.getPrototypeOf(value), path + ".__proto__");
    lines.push(path + Reflect.isExtensible(value));
  };
  walk(globalThis, ""); walk(context, "context"); walk(env, "env");
  let hash = 0;
  for (const letter of lines.join("\\n")) hash = (Math.imul(hash, 31) + letter.codePointAt(0)) | 0;
  return [lines.length, hash]`;

const tamperings = [
  "globalThis.left = 'behind'; globalThis.console = null",
  "for (const key of Reflect.ownKeys(globalThis)) try { delete globalThis[key] } catch {}",
  "Object.prototype.polluted = 1; Array.prototype.map = () => 'no'; Object.prototype.toJSON = () => 'no'",
  "Promise.prototype.then = () => {}; Promise.prototype.constructor = null; Function.prototype.call = null",
  "JSON.parse = JSON.stringify = () => 'no'; String.prototype.slice = Date.now = Math.random = Object.keys = () => { throw 1 }",
  "Symbol.for('left'); Object.freeze(Object.prototype); Object.freeze(Array.prototype); Object.preventExtensions(globalThis)",
  "Error.prepareStackTrace = () => 'no'; Error.stackTraceLimit = 0; Date = class { constructor() { return {} } }",
  "RegExp.prototype.exec = () => null; /(left)/.exec('left'); Array.prototype[Symbol.iterator] = null",
  "(async () => { await null; globalThis.late = 1 })(); new FinalizationRegistry(() => { globalThis.finalized = 1 }).register({}, 1)",
  "eval('var fromEval = 1'); new Function('globalThis.fromFunction = 1')()",
  "Object.setPrototypeOf(Object.getPrototypeOf(async () => {}), null); Object.setPrototypeOf(globalThis, { inherited: 1 })",
];

for (const tampering of tamperings) {
  it(`nothing is left of \`${tampering}\``, async () => {
    const before = await outputOf(census, { steps: {} });
    for (const end of ["", "; for (let i = 0; i < 5e5; i++); throw new Error('x')"]) {
      await engine.run({ code: tampering + end, context: {}, env: {} }, never);
      expect(await outputOf(census, { steps: {} })).toEqual(before);
    }
  });
}

it("a run's own tampering reaches neither its result nor what is said of its errors", async () => {
  for (const tampering of tamperings) {
    const answer = await engine.run({ code: `${tampering}; context.a = [1]; return { b: 'text' }`, context: {}, env: {} }, never);
    if (!tampering.includes("toJSON")) expect(answer).toEqual({ ok: true, output: { b: "text" }, set: { a: [1] }, logs: [] });
  }
  const thrown = await engine.run(
    {
      code: "Error.prepareStackTrace = () => { throw 1 }; JSON.stringify = null; String.prototype.slice = null; throw new TypeError('said')",
      context: {},
      env: {},
    },
    never,
  );
  expect(thrown).toMatchObject({ ok: false, error: { code: "script_error", message: expect.stringContaining("TypeError: said") } });
});

it("every run of one script begins from the same state, the first like the hundredth", async () => {
  const code =
    "globalThis.count = (globalThis.count ?? 0) + 1; (globalThis.list ??= []).push(context.steps.A); return [count, list.length]";
  for (let i = 0; i < 100; i++) expect(await outputOf(code, { steps: { A: i } })).toEqual([1, 1]);
});

it("runs of different scripts and lengths, all at once, get their own data and logs", async () => {
  const runs = Array.from({ length: 40 }, async (_, i) => {
    const work = i % 4 === 0 ? "for (let n = 0; n < 4e5; n++);" : "";
    const answer = await engine.run(
      {
        code: `console.log(context.steps.A); ${work} return [context.steps.A, env.B, ${i % 7}]`,
        context: { steps: { A: i } },
        env: { B: i + 100 },
      },
      never,
    );
    expect(answer).toEqual({ ok: true, output: [i, i + 100, i % 7], set: {}, logs: [String(i)] });
  });
  await Promise.all(runs);
});

it("memory that one run has filled is empty for the next", async () => {
  await outputOf("const a = []; for (let i = 0; i < 100; i++) a.push(new Uint8Array(1e5).fill(42)); return 1");
  expect(
    await outputOf(
      "const all = []; for (let i = 0; i < 100; i++) all.push(new Uint8Array(1e5)); return all.some((bytes) => bytes.includes(42))",
    ),
  ).toBe(false);
});

it("engines do not share anything", async () => {
  const other = createScriptEngine();
  await engine.run({ code: "globalThis.x = 1; return 1", context: {}, env: {} }, never);
  expect(await other.run({ code: "return typeof x", context: {}, env: {} }, never)).toMatchObject({ output: "undefined" });
});
