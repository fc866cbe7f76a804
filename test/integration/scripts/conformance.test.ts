import { describe, expect, it } from "vitest";
import { createScriptEngine } from "#objects/scripts/script-engine.ts";
import { errorOf, outputOf, runScript, setBy } from "./run-script.ts";

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

  it.each([
    ["setTimeout(() => {}, 1)", "Delay node"],
    ["fetch('https://example.com')", "API node"],
    ["new URL('https://example.com')", "encodeURIComponent"],
    ["new TextEncoder().encode('a')", "btoa"],
    ["Buffer.from('a')", "btoa"],
    ["crypto.randomUUID()", "context.run.id"],
    ["process.env.KEY", "env.NAME"],
    ["require('lodash')", "packages"],
    ["structuredClone({})", "JSON.parse"],
    ["new Intl.NumberFormat('de')", "$formatNumber"],
    ["$json.name", "context.steps.Start"],
    ["steps.Start.a", "context.steps"],
  ])("names what is not there, and what to do in its place: %s", async (code, advice) => {
    const answer = await runScript(`return ${code}`);
    expect(answer).toMatchObject({ ok: false, error: { code: "script_error", suggestion: expect.stringContaining(advice) } });
    expect(!answer.ok && answer.error.message).toMatch(/^ReferenceError: \S+ is not defined/);
  });

  it.each([
    "(1234567.891).toLocaleString('de-DE')",
    "(1).toLocaleString(undefined, { minimumFractionDigits: 2 })",
    "(1).toLocaleString('en-US')",
    "[1.5].toLocaleString('de')",
    "new Date(0).toLocaleString('de-DE')",
    "new Date(0).toLocaleDateString('en-GB', { timeZone: 'Europe/Berlin' })",
    "new Date(0).toLocaleTimeString([], { hour: '2-digit' })",
    "'a'.localeCompare('b', 'sv')",
    "'a'.localeCompare('B', undefined, { sensitivity: 'base' })",
    "'I'.toLocaleLowerCase('tr')",
  ])("refuses a locale instead of leaving it out: %s", async (code) => {
    expect(await errorOf(`return ${code}`)).toMatch(/RangeError: \w+ cannot use a locale or its options here/);
  });

  it.each(["atob('a*b=')", "atob('abcde')", "atob('=a')", "btoa('日')"])("refuses base64 that is none: %s", async (code) => {
    expect(await errorOf(`return ${code}`)).toMatch(/RangeError: (atob was given|btoa takes)/);
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
    expect(await errorOf("await new Promise(() => {})")).toBe("script_error: The script waits for a promise that never settles.");
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
    ["return [undefined]", [null]],
    ["return { a: undefined, c: 1 }", { c: 1 }],
    ["return Object.is(JSON.parse(JSON.stringify(-0)), 0) && -0", 0],
    ["return new Date(0)", "1970-01-01T00:00:00.000Z"],
    ["return { when: [new Date(0)] }", { when: ["1970-01-01T00:00:00.000Z"] }],
    ["return Object.fromEntries(new Map([['a', 1]]))", { a: 1 }],
    ["return [...new Set([1, 1, 2])]", [1, 2]],
    ["class Point { constructor() { this.x = 1 } get y() { return 2 } move() {} } return new Point()", { x: 1 }],
    ["return { m: { toJSON() { return [...new Map([[1, 2]])] } } }", { m: [[1, 2]] }],
    ["return Object.assign(Object.create(null), { a: 1 })", { a: 1 }],
    ["return (1234.5).toLocaleString()", "1234.5"],
    ["return ['b', 'a'].sort((x, y) => x.localeCompare(y))", ["a", "b"]],
    [
      "return [btoa('myuser:mypass'), atob('bXl1c2VyOm15cGFzcw=='), btoa('\\xe9'), btoa(''), atob('YQ')]",
      ["bXl1c2VyOm15cGFzcw==", "myuser:mypass", "6Q==", "", "a"],
    ],
    ["return decodeURIComponent(escape(atob(btoa(unescape(encodeURIComponent('日本'))))))", "日本"],
    ["return new String('boxed')", "boxed"],
    ["return { toJSON() { return { shown: true } } }", { shown: true }],
    ["return { toJSON() {} }", null],
    ["return new Proxy({ a: 1 }, {})", { a: 1 }],
    ["return [, 1]", [null, 1]],
    ["return 'half \\ud800 pair'", "half \ufffd pair"],
    ["return { '\\udc00': '\\\\ud800' }", { "\ufffd": "\\ud800" }],
    ["return 'whole \\ud83d\\ude00'", "whole 😀"],
    ["return '\\0'", "\0"],
  ];
  for (const [code, output] of cases) {
    it(`of \`${code}\` is ${JSON.stringify(output)}`, async () => expect(await outputOf(code)).toEqual(output));
  }

  const warned: readonly (readonly [code: string, warnings: readonly string[] | undefined])[] = [
    ["return [1, null, { a: undefined }]", undefined],
    ["return undefined", undefined],
    ["return '\\\\ud800'", undefined],
    ["return [undefined]", ["/output undefined_in_list"]],
    ["return { a: [[, undefined]] }", ["/output undefined_in_list"]],
    ["context.list = [undefined]; context['a/b'] = [[,]]", ["/context/list undefined_in_list", "/context/a~1b undefined_in_list"]],
    ["return { a: ['\\ud800'] }", ["/output/a/0 lone_surrogate"]],
    ["return { '\\udc00': 1 }", ["/output/\ufffd lone_surrogate"]],
    ["context.half = '\\ud800'", ["/context/half lone_surrogate"]],
  ];
  for (const [code, warnings] of warned) {
    it(`of \`${code}\` ${warnings ? `warns of ${warnings.join(" and ")}` : "gives no warning"}`, async () => {
      const answer = await runScript(code);
      expect(answer.ok && answer.warnings?.map(({ path, code: kind }) => `${path} ${kind}`)).toEqual(warnings);
    });
  }

  const refused: readonly (readonly [code: string, message: string])[] = [
    ["return () => 1", "The result is a function, which JSON cannot carry. Call it, or leave it out."],
    ["return Symbol('s')", "The result is a symbol, which JSON cannot carry."],
    ["return [1, () => 1]", 'The result holds, at "1", a function, which JSON cannot carry. Call it, or leave it out.'],
    ["return { a: 1, b: { go() {} } }", 'The result holds, at "go", a function, which JSON cannot carry. Call it, or leave it out.'],
    ["return { s: Symbol('s') }", 'The result holds, at "s", a symbol, which JSON cannot carry.'],
    [
      "return { m: new Map([['a', 1]]), s: new Set([1]) }",
      'The result holds, at "m", a Map, which JSON cannot carry. Turn it into an object with Object.fromEntries.',
    ],
    ["return new Map()", "The result is a Map, which JSON cannot carry. Turn it into an object with Object.fromEntries."],
    ["return { s: new Set([1]) }", 'The result holds, at "s", a Set, which JSON cannot carry. Turn it into a list with [...set].'],
    ["return new WeakMap()", "The result is a WeakMap, which JSON cannot carry."],
    ["return { r: /a/ }", 'The result holds, at "r", a regular expression, which JSON cannot carry. Turn it into text with String.'],
    ["return { e: new TypeError('no') }", 'The result holds, at "e", an Error, which JSON cannot carry. Return its message.'],
    ["return { p: Promise.resolve(1) }", 'The result holds, at "p", a promise, which JSON cannot carry. Write await before it.'],
    ["return [1, 2].map(async (x) => x)", 'The result holds, at "0", a promise, which JSON cannot carry. Write await before it.'],
    ["return new Map([[1, 2]]).keys()", "The result is an iterator, which JSON cannot carry. Turn it into a list with [...iterator]."],
    ["return (function* () { yield 1 })()", "The result is a generator, which JSON cannot carry. Turn it into a list with [...generator]."],
    ["return new Uint8Array([1, 2])", "The result is a typed array, which JSON cannot carry. Turn it into a list with [...array]."],
    [
      "return { f: new Float64Array(1) }",
      'The result holds, at "f", a typed array, which JSON cannot carry. Turn it into a list with [...array].',
    ],
    [
      "return new ArrayBuffer(2)",
      "The result is an ArrayBuffer, which JSON cannot carry. Turn it into a list with [...new Uint8Array(buffer)].",
    ],
    ["return [NaN]", 'The result holds, at "0", NaN, which JSON cannot carry. Use null or a text in its place.'],
    ["return { n: 1 / 0 }", 'The result holds, at "n", Infinity, which JSON cannot carry. Use null or a text in its place.'],
    ["return -Infinity", "The result is -Infinity, which JSON cannot carry. Use null or a text in its place."],
    [
      "return { d: new Date('2024-99-99') }",
      'The result holds, at "d", a date that does not exist, which JSON cannot carry. Check how it is made.',
    ],
    ["context.m = { list: new Set() }", 'context.m holds, at "list", a Set, which JSON cannot carry. Turn it into a list with [...set].'],
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
    expect(many.at(-1)).toBe("… the rest of the log was cut off.");
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
      "script_limit: The script reads more than 4 MiB of the run's data.",
    );
    expect(await errorOf("return context.trigger.length", { trigger: steps.Big.output })).toBe(
      "script_limit: The script reads more than 4 MiB of the run's data.",
    );
  });

  it("that explodes when parsed ends in a clear error", async () => {
    const steps = { Big: { output: Array.from({ length: 500_000 }, () => [[]]) } };
    expect(await errorOf("return context.steps.Big.output.length", { steps })).toBe(
      "script_limit: The script was stopped because it used more than 16 MiB of memory.",
    );
  });
});

it("ends with the signal's reason if the signal was aborted before the script started", async () => {
  const gone = new AbortController();
  gone.abort(new Error("gone"));
  // The first script of an engine waits until the compiler is loaded.
  await expect(createScriptEngine().run({ code: "return 1", context: {}, env: {} }, gone)).rejects.toThrow("gone");
  expect(await runScript("return 1")).toMatchObject({ output: 1 });
});
