import { describe, expect, it } from "vitest";
import { engine, errorOf, never, outputOf, runScript, setBy } from "./run-script.ts";

const context = {
  steps: { Start: { a: 2, b: 3 }, Get: { output: { body: { items: [1, 2, 3] } } } },
  run: { id: "run_1" },
  env: { PLACE: "here" },
};

describe("what a script is given", () => {
  it("sees context and env, and returns its output", async () => {
    expect(
      await outputOf("return { sum: context.steps.Start.a + context.steps.Start.b, place: env.PLACE }", context, { PLACE: "here" }),
    ).toEqual({ sum: 5, place: "here" });
  });

  it("can list, copy and walk its steps like any object", async () => {
    expect(
      await outputOf(
        "return [Object.keys(context.steps), { ...context.steps }.Start.a, JSON.stringify(context.steps.Get), 'Get' in context.steps]",
        context,
      ),
    ).toEqual([["Start", "Get"], 2, '{"output":{"body":{"items":[1,2,3]}}}', true]);
  });

  it("gets a copy: what it does to a step's output is seen by itself alone", async () => {
    const mine = structuredClone(context);
    expect(await outputOf("context.steps.Get.output.body.items.push(4); return context.steps.Get.output.body.items.length", mine)).toBe(4);
    expect(mine).toEqual(context);
  });

  it("gets the values of JSON unchanged", async () => {
    const values = { text: 'ä€𝒳\u0000"\\\u2028', numbers: [0, -1.5, 1e300, 2 ** 53], nested: { "": [], a: { b: null } }, yes: true };
    expect(await outputOf("return context.steps.A", { steps: { A: values } })).toEqual(values);
  });

  it("gets a name such as __proto__ or toString as data", async () => {
    const steps = JSON.parse('{"A":{"__proto__":{"x":1},"toString":2}}') as unknown;
    expect(await outputOf("return [Object.keys(context.steps.A), context.steps.A.x === undefined]", { steps })).toEqual([
      ["__proto__", "toString"],
      true,
    ]);
  });

  it("runs without a context", async () => {
    expect(await outputOf("return context.steps === undefined", null)).toBe(true);
  });

  it("has the time of its start, and numbers that differ from run to run", async () => {
    const before = Date.now();
    const first = (await outputOf("return [Date.now(), Math.random()]")) as [number, number];
    const second = (await outputOf("return [Date.now(), Math.random()]")) as [number, number];
    expect(first[0]).toBeGreaterThanOrEqual(before);
    expect(first[0]).toBeLessThan(before + 60_000);
    expect(first[1]).not.toBe(second[1]);
    expect(
      await outputOf(
        "let sum = 0; for (let i = 0; i < 1e4; i++) { const r = Math.random(); if (!(r >= 0 && r < 1)) throw 1; sum += r } return Math.abs(sum / 1e4 - 0.5) < 0.02",
      ),
    ).toBe(true);
  });

  it("has no network, no timers, no clock beyond Date, nothing that waits", async () => {
    const names = [
      "fetch",
      "setTimeout",
      "setInterval",
      "performance",
      "Atomics",
      "SharedArrayBuffer",
      "WebAssembly",
      "process",
      "require",
      "navigator",
      "crypto",
      "self",
      "std",
      "os",
      "scheduler",
      "caches",
    ];
    expect(await outputOf(`return ${JSON.stringify(names)}.filter((name) => name in globalThis)`)).toEqual([]);
    expect(await errorOf("return await import('fs')")).toContain("could not load module");
  });

  it("runs in strict mode", async () => {
    expect(await errorOf("undeclared = 1")).toContain("undeclared is not defined");
    expect(await outputOf("return this === undefined")).toBe(true);
  });

  it("finds in eval and Function nothing but its own world", async () => {
    expect(
      await outputOf(
        "return [eval('1 + 1'), typeof Function('return this')().fetch, (function(){}).constructor('return typeof process')()]",
      ),
    ).toEqual([2, "undefined", "undefined"]);
  });
});

describe("promises", () => {
  it("may be awaited, at the top and in callbacks", async () => {
    expect(
      await outputOf(
        "const wait = async (x) => { await null; return x }; return (await Promise.all([1, 2, 3].map(wait))).reduce((a, b) => a + b)",
      ),
    ).toBe(6);
  });

  it("may be returned", async () => {
    expect(await outputOf("return Promise.resolve({ a: 1 }).then((x) => ({ ...x, b: 2 }))")).toEqual({ a: 1, b: 2 });
  });

  it("that reject are the script's error", async () => {
    expect(await errorOf("await Promise.reject(new TypeError('no'))")).toBe("script_error: TypeError: no (line 1, column 26)");
  });

  it("that nothing will settle are an error, and not a script that hangs", async () => {
    expect(await errorOf("await new Promise(() => {})")).toBe("script_error: The script waits for a promise that nothing will settle.");
  });

  it("that go on for ever do not hold up a script that has returned", async () => {
    expect(await outputOf("const again = () => { queueMicrotask(again) }; again(); return 1")).toBe(1);
  });
});

describe("the output", () => {
  const cases: readonly (readonly [code: string, output: unknown])[] = [
    ["", null],
    ["return", null],
    ["return undefined", null],
    ["return null", null],
    ["return [undefined, () => 1, Symbol('s')]", [null, null, null]],
    ["return { a: undefined, b: () => 1, c: 1 }", { c: 1 }],
    ["return [NaN, Infinity, -Infinity]", [null, null, null]],
    ["return Object.is(JSON.parse(JSON.stringify(-0)), 0) && -0", 0],
    ["return new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["return new Date(NaN)", null],
    ["return new Map([[1, 2]])", {}],
    ["return new Uint8Array([1, 2])", { 0: 1, 1: 2 }],
    ["return new String('boxed')", "boxed"],
    ["return { toJSON() { return { shown: true } } }", { shown: true }],
    ["return { toJSON() {} }", null],
    ["return new Proxy({ a: 1 }, {})", { a: 1 }],
    ["return [, 1]", [null, 1]],
    ["return 'half \\ud800 pair'", "half \ufffd pair"],
    ["return { '\\udc00': '\\\\ud800' }", { "\udc00": "\\ud800" }],
    ["return 'whole \\ud83d\\ude00'", "whole 😀"],
    ["return '\\0'", "\0"],
  ];
  for (const [code, output] of cases) {
    it(`of \`${code}\` is ${JSON.stringify(output)}`, async () => expect(await outputOf(code)).toEqual(output));
  }

  const refused: readonly (readonly [code: string, message: string])[] = [
    ["return () => 1", "The result is a function, which is not data. Return values that JSON can carry."],
    ["return Symbol('s')", "The result is a symbol, which is not data. Return values that JSON can carry."],
    ["return 10n", "The result contains a BigInt, which JSON cannot carry. Turn it into text or a number."],
    ["return { deep: [10n] }", "The result contains a BigInt, which JSON cannot carry. Turn it into text or a number."],
    ["const a = {}; a.b = { a }; return a", "The result contains itself, and JSON cannot carry that."],
    ["context.a = 1n", "context.a contains a BigInt, which JSON cannot carry. Turn it into text or a number."],
    ["return { get a() { throw new RangeError('not this') } }", "RangeError: not this (line 1, column 30)"],
    ["return { toJSON() { throw 'x' } }", 'The script threw "x".'],
    ["return new Proxy({}, { ownKeys() { throw new Error('trap') } })", "Error: trap (line 1, column 46)"],
  ];
  for (const [code, message] of refused) {
    it(`of \`${code}\` is refused`, async () => expect(await errorOf(code)).toBe(`script_error: ${message}`));
  }

  it("may have 1 MiB and not a byte more", async () => {
    const most = 1024 * 1024 - 2;
    expect(await outputOf(`return 'x'.repeat(${most})`)).toHaveLength(most);
    expect(await errorOf(`return 'x'.repeat(${most + 1})`)).toBe("script_limit: The script's result is larger than 1 MiB.");
    expect(await errorOf(`return 'ä'.repeat(${most / 2 + 1})`)).toBe("script_limit: The script's result is larger than 1 MiB.");
    expect(await errorOf(`context.a = 'x'.repeat(${most / 2}); context.b = context.a`)).toBe(
      "script_limit: The script's result is larger than 1 MiB.",
    );
  });

  it("may be nested as deeply as a request, and not deeper", async () => {
    const nest = (levels: number) => `let value = []; for (let i = 1; i < ${levels}; i++) value = [value]; return value`;
    expect(JSON.stringify(await outputOf(nest(64)))).toBe("[".repeat(64) + "]".repeat(64));
    expect(await errorOf(nest(65))).toBe("script_limit: The script's result is nested deeper than 64 levels.");
  });
});

describe("what is set on context", () => {
  it("comes back where it is new", async () => {
    expect(await setBy("context.total = 3; context['other name'] = { a: [1] }", context)).toEqual({ total: 3, "other name": { a: [1] } });
  });

  it("comes back where a variable was given another value, replaced or changed inside", async () => {
    const variables = { count: 1, list: [1], same: { a: 1 }, read: [2] };
    expect(await setBy("context.count += 1; context.list.push(2); context.read.at(0); context.same = { a: 1 }", variables)).toEqual({
      count: 2,
      list: [1, 2],
      same: { a: 1 },
    });
  });

  it("leaves out what is deleted or undefined", async () => {
    expect(await setBy("delete context.a; context.b = undefined", { a: 1 })).toEqual({});
  });

  it("cannot be steps, env, run, trigger or the loop's, whether they are there or not", async () => {
    for (const name of ["steps", "env", "run", "trigger", "currentItem", "currentIndex", "currentOutput"]) {
      for (const given of [{}, { [name]: { a: 1 } }]) {
        expect(await errorOf(`context.${name} = 1`, given)).toMatch(/^script_error: TypeError: .*read-only/);
        expect(await errorOf(`Object.defineProperty(context, '${name}', { value: 1 })`, given)).toMatch(/^script_error: TypeError/);
        expect(await outputOf(`try { delete context.${name} } catch {} ; return JSON.stringify(context.${name} ?? null)`, given)).toBe(
          JSON.stringify(given[name] ?? null),
        );
      }
    }
  });

  it("cannot be the context's prototype", async () => {
    expect(
      await setBy("context.__proto__ = { a: 1 }; Object.defineProperty(context, '__proto__', { value: 1, enumerable: true })"),
    ).toEqual({});
  });
});

describe("errors", () => {
  const cases: readonly (readonly [code: string, message: string])[] = [
    ["throw new Error('no')", "Error: no (line 1, column 11)"],
    ["const a = 1;\n\n  null.b", "TypeError: cannot read property 'b' of null (line 3, column 3)"],
    ["function f() {\n  throw new RangeError('deep')\n}\nf()", "RangeError: deep (line 2, column 13)"],
    [
      "[1].map(() => JSON.parse('{'))",
      "SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2) (line 1, column 20)",
    ],
    ["class Mine extends Error { name = 'Mine' }\nthrow new Mine('own')", "Mine: own (line 1, column 1)"],
    ["throw new Error('')", "Error (line 1, column 11)"],
    ["let a = 1;\nlet a = 2;", "SyntaxError: invalid redefinition of lexical identifier (line 2)"],
    ["return {", "SyntaxError: expecting ';' (line 1, at the end)"],
    ["}); (function () {", "SyntaxError: unexpected token: '}'"],
    ["throw 'text'", 'The script threw "text".'],
    ["throw { a: 1 }", 'The script threw {"a": 1}.'],
    ["throw null", "The script threw null."],
    ["throw undefined", "The script threw undefined."],
    ["throw Symbol('s')", "The script threw Symbol(s)."],
    ["throw new Proxy({}, { get() { throw 1 }, ownKeys() { throw 2 } })", "The script threw [object that cannot be shown]."],
    ["throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })", "Error (line 1, column 33)"],
    ["throw 'half \\ud800'", 'The script threw "half \\ud800".'],
  ];
  for (const [code, message] of cases) {
    it(`of \`${code.replaceAll("\n", "⏎")}\` says what and where`, async () => {
      expect(await errorOf(code)).toBe(`script_error: ${message}`);
    });
  }

  it("are cut to a readable length", async () => {
    expect((await errorOf("throw new Error('x'.repeat(1e6))")).length).toBeLessThan(3000);
  });

  it("come with what was logged before", async () => {
    expect(await runScript("console.log('first'); throw new Error('then')")).toMatchObject({ ok: false, logs: ["first"] });
  });
});

describe("console", () => {
  const logsOf = async (code: string) => (await runScript(code)).logs;

  it("goes to the log, with warnings and errors marked", async () => {
    expect(await logsOf("console.log('a', 1); console.info('b'); console.debug('c'); console.warn('d'); console.error('e')")).toEqual([
      "a 1",
      "b",
      "c",
      "warn: d",
      "error: e",
    ]);
  });

  it("shows any value", async () => {
    const code = `console.log({ a: [1, 'x', null, undefined, 2n, -0], f() {}, d: new Date(0), m: new Map([[1, { a: 1 }]]), s: new Set([1]) });
      const ring = {}; ring.ring = ring; console.log(ring); console.log(Symbol('s'), new Error('e'), { get g() { throw 1 } }, "two\\nlines\\0")`;
    expect(await logsOf(code)).toEqual([
      '{"a": [1, "x", null, undefined, 2n, -0], "f": [function f], "d": 1970-01-01T00:00:00.000Z, "m": Map {1 => {"a": 1}}, "s": Set {1}}',
      '{"ring": {"ring": {"ring": {"ring": {…}}}}}',
      'Symbol(s) Error: e {"g": [getter that throws]} two\nlines\\0',
    ]);
  });

  it("is bounded in lines, in the length of one, and in all", async () => {
    const many = await logsOf("for (let i = 0; i < 1000; i++) console.log(i)");
    expect(many).toHaveLength(201);
    expect(many.at(-1)).toBe("… the script logged more than is kept.");
    const [long] = await logsOf("console.log('x'.repeat(1e6))");
    expect(long).toHaveLength(2000);
    const wide = await logsOf("for (let i = 0; i < 100; i++) console.log('€'.repeat(2000))");
    expect(new TextEncoder().encode(wide.join("")).length).toBeLessThan(33 * 1024);
    expect((await logsOf("console.log(Array.from({ length: 1e4 }, (_, i) => i))"))[0]!.length).toBeLessThan(2001);
  });

  it("cannot be used to break the engine", async () => {
    expect(
      await logsOf(
        "String.prototype.slice = JSON.stringify = () => { throw 1 }; Object.prototype.toJSON = () => 'no'; console.log('still', { a: 1 })",
      ),
    ).toEqual(['still {"a": 1}']);
  });
});

describe("large data", () => {
  const big = { rows: Array.from({ length: 40_000 }, (_, i) => ({ id: i, name: `row ${i}` })) };

  it("does not cross over before the script looks at it", async () => {
    const steps = { Big: { output: "x".repeat(20_000_000) }, Small: { output: 1 } };
    expect(await outputOf("return [context.steps.Small.output, Object.keys(context.steps)]", { steps })).toEqual([1, ["Big", "Small"]]);
  });

  it("of more than a megabyte can be worked on", async () => {
    expect(JSON.stringify(big).length).toBeGreaterThan(1_000_000);
    expect(
      await outputOf("return context.steps.Big.output.rows.filter((row) => row.id % 1000 === 0).length", {
        steps: { Big: { output: big } },
      }),
    ).toBe(40);
  });

  it("that is too much to look at ends in a clear error", async () => {
    const steps = { Big: { output: "x".repeat(4 * 1024 * 1024 + 1) } };
    expect(await errorOf("return context.steps.Big.output.length", { steps })).toBe(
      "script_limit: The script looks at more than 4 MiB of this run's data.",
    );
    expect(await errorOf("return context.trigger.length", { trigger: steps.Big.output })).toBe(
      "script_limit: The script looks at more than 4 MiB of this run's data.",
    );
  });

  it("that explodes when parsed ends in a clear error", async () => {
    const steps = { Big: { output: Array.from({ length: 500_000 }, () => [[]]) } };
    expect(await errorOf("return context.steps.Big.output.length", { steps })).toBe(
      "script_limit: The script was ended because it needs more than 16 MiB of memory.",
    );
  });
});

it("ends with the signal's reason where it was aborted before it began", async () => {
  await expect(engine.run({ code: "return 1", context: {}, env: {} }, AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
  await expect(engine.run({ code: "return 1", context: {}, env: {} }, never)).resolves.toMatchObject({ output: 1 });
});
