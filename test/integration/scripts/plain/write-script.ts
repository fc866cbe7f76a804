/** Writes random scripts: mostly meaningful ones, with values of every kind and the syntax that plain scripts support. */
type Kind = "number" | "text" | "boolean" | "list" | "table" | "date";

const numbers =
  "0 1 2 3 10 100 255 0.1 0.2 0.5 1.5 2.675 1e21 1e-7 123456789.123 5e-324 1.7976931348623157e308 9007199254740993 4294967296.5 NaN Infinity".split(
    " ",
  );
const texts = [
  "",
  "a",
  "abc",
  "Hello World",
  "x,y,z",
  "  trim ",
  "é",
  "ß",
  "日本",
  "1",
  "10",
  "-0",
  "007",
  "1.5e3",
  "0x10",
  "12px",
  " 42 ",
  "null",
  "true",
  "length",
  "constructor",
  "toString",
  "a-b-c",
  "😀 b",
  "\n",
  "\t|",
  "a@b.co",
  "2024-02-29",
  "2024-02-29T12:30:00Z",
  "[1,2]",
  '{"a":1}',
  "nope",
  "Ÿǆŉ",
  "\u00a0x\ufeff",
  "Ada Lovelace",
  "\ud800",
  "$1",
  "aXbXc",
];
const names = ["a", "b", "c", "name", "n", "x y", "7", "10", "toString", "__p", "items"];
const patterns = [
  "/a/",
  "/[a-z]+/g",
  "/\\d+/",
  "/\\s+/g",
  "/^\\w+$/",
  "/(\\w)-(\\w)/",
  "/[^a-z]/gi",
  "/x|y/g",
  "/^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$/",
  "/b?c*/",
  "/,\\s*/",
  "/(a)?(b)?/",
  "/[A-Z]/g",
  "/\\bW/",
];

export class ScriptWriter {
  #state: number;
  #names = 0;
  #variables: { name: string; kind: Kind; isConstant: boolean }[] = [];
  #functions: { name: string; takes: Kind; gives: Kind }[] = [];

  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }

  /** A number from 0 to 1 (mulberry32). */
  chance(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(this.chance() * items.length)]!;
  }

  /** Random data of a run. */
  data(depth: number): unknown {
    const way = this.chance();
    if (depth <= 0 || way < 0.3) return this.#plainNumber();
    if (way < 0.55) return this.pick(texts);
    if (way < 0.6) return null;
    if (way < 0.67) return this.chance() < 0.5;
    if (way < 0.85) return this.#many(5, () => this.data(depth - 1));
    return Object.fromEntries(this.#many(4, () => [this.pick(names), this.data(depth - 1)]));
  }

  context(): Record<string, unknown> {
    const rows = this.#many(6, () => ({
      id: Math.floor(this.chance() * 9),
      name: this.pick(texts),
      price: this.#plainNumber(),
      tags: this.#many(3, () => this.pick(texts)),
    }));
    const steps = {
      Start: { n: this.#plainNumber(), text: this.pick(texts), rows, any: this.data(2) },
      A: { output: this.data(3), status: "Success" },
    };
    return {
      steps,
      env: { NAME: this.pick(texts) },
      run: { id: "run_1", startedAt: 5 },
      total: this.data(2),
      list: this.#many(4, () => this.data(1)),
    };
  }

  script(): string {
    this.#names = 0;
    this.#variables = [];
    this.#functions = [];
    let code = "";
    if (this.chance() < 0.3) code += this.#function();
    for (let i = Math.floor(this.chance() * 5); i > 0; i--) code += this.#statement(2);
    return `${code}return ${this.#any(4)}`;
  }

  #plainNumber(): number {
    const way = this.chance();
    if (way < 0.4) return Math.floor(this.chance() * 1000) - 500;
    if (way < 0.7) return Math.round((this.chance() - 0.5) * 10_000) / 100;
    return way < 0.85
      ? this.pick([0, 1, -1, 2 ** 31, 2 ** 53, 1e21, 1e-7, 0.1, 5e-324])
      : (this.chance() - 0.5) * 10 ** Math.floor(this.chance() * 40 - 20);
  }

  #many<Item>(most: number, make: () => Item): Item[] {
    return Array.from({ length: Math.floor(this.chance() * most) }, make);
  }

  #name(): string {
    return `v${this.#names++}`;
  }

  #of(kind: Kind): string | undefined {
    const known = this.#variables.filter((each) => each.kind === kind);
    return known.length > 0 ? this.pick(known).name : undefined;
  }

  #value(kind: Kind, depth: number): string {
    const known = this.chance() < 0.35 ? this.#of(kind) : undefined;
    if (known) return known;
    const helper = depth > 0 && this.chance() < 0.2 ? this.#functions.find(({ gives }) => gives === kind) : undefined;
    if (helper) return `${helper.name}(${this.#value(helper.takes, depth - 1)})`;
    if (this.chance() < 0.03) return this.#any(depth - 1);
    switch (kind) {
      case "number":
        return this.#number(depth);
      case "text":
        return this.#text(depth);
      case "boolean":
        return this.#boolean(depth);
      case "list":
        return this.#list(depth);
      case "table":
        return this.#table(depth);
      case "date":
        return this.pick([
          "new Date('2024-02-29')",
          "new Date(86400000.5)",
          "new Date('1999-12-31T23:59:59.999Z')",
          "new Date('2024-03-31T01:30:00+02:00')",
          `new Date(${this.#value("number", 0)})`,
        ]);
    }
  }

  #any(depth: number): string {
    return this.#value(this.pick(["number", "text", "boolean", "list", "table", "date", "list", "table"] as const), depth);
  }

  /** Writes an expression that can use additional variables. */
  #inside(kinds: readonly Kind[], write: (names: string[]) => string): string {
    const given = kinds.map((kind) => ({ name: this.#name(), kind, isConstant: true }));
    const before = this.#variables;
    this.#variables = [...before, ...given];
    const text = write(given.map(({ name }) => name));
    this.#variables = before;
    return text;
  }

  #arrow(takes: Kind, gives: Kind, depth: number): string {
    return this.#inside([takes, "number"], ([a, b]) => {
      const body = this.#value(gives, depth - 1);
      const head = this.pick([`(${a})`, `(${a}, ${b})`, `function (${a}, ${b})`]);
      if (head.startsWith("function")) return `${head} { return ${body} }`;
      return this.chance() < 0.2
        ? `${head} => { ${this.#inside([], () => this.#statement(1))} return ${body} }`
        : `${head} => ${body.startsWith("{") ? `(${body})` : body}`;
    });
  }

  #number(depth: number): string {
    const [n, s, l, d] = [
      () => this.#value("number", depth - 1),
      () => this.#value("text", depth - 1),
      () => this.#value("list", depth - 1),
      () => this.#value("date", 0),
    ];
    if (depth <= 0) return this.pick([this.pick(numbers), "context.steps.Start.n", "-1", "-0"]);
    return this.pick([
      () => `(${n()} ${this.pick(["+", "-", "*", "/", "%", "|", "&", "^", ">>", ">>>", "<<", "**"])} ${n()})`,
      () => `Math.${this.pick(["floor", "ceil", "round", "abs", "trunc", "sign", "sqrt"])}(${n()})`,
      () => `Math.${this.pick(["min", "max"])}(${n()}, ${this.pick([n(), `...${l()}`])})`,
      () => `${s()}.length`,
      () => `${l()}.length`,
      () => `${s()}.${this.pick(["indexOf", "lastIndexOf", "localeCompare"])}(${this.#value("text", 0)})`,
      () => `${s()}.charCodeAt(${this.pick(["0", "1", "9"])})`,
      () =>
        `${l()}.${this.pick(["indexOf", "findIndex", "lastIndexOf"])}(${this.#value("number", 0)})`.replace(
          /findIndex\(.*\)$/,
          `findIndex(${this.#arrow("number", "boolean", depth - 1)})`,
        ),
      () => `${l()}.reduce(${this.#inside(["number", "number"], ([a, b]) => `(${a}, ${b}) => ${n()}`)}, ${n()})`,
      () => `(${this.#value("boolean", depth - 1)} ? ${n()} : ${n()})`,
      () => `${this.pick(["-", "+", "~"])}(${this.pick([n(), s(), n()])})`,
      () => `Number(${this.pick([n(), s(), "null", "undefined", "true"])})`,
      () => `${this.pick(["parseInt", "parseFloat", "Number.parseFloat"])}(${this.pick([s(), n()])})`,
      () =>
        `${d()}.${this.pick(["getTime", "getUTCDay", "getFullYear", "getMonth", "getDate", "getHours", "getUTCMilliseconds", "setUTCDate"])}(${this.pick(["", "3"])})`,
      () => `(${d()} - ${d()})`,
    ])();
  }

  #text(depth: number): string {
    const [n, s, b, l] = [
      () => this.#value("number", depth - 1),
      () => this.#value("text", depth - 1),
      () => this.#value("boolean", depth - 1),
      () => this.#value("list", depth - 1),
    ];
    if (depth <= 0) return this.pick([JSON.stringify(this.pick(texts)), "context.steps.Start.text", "env.NAME", "context.env.NAME"]);
    return this.pick([
      () => `(${s()} + ${this.pick([n, s, b])()})`,
      () => `\`\${${this.pick([n, s, b])()}}${this.pick(["", " - "])}\${${n()}}\``,
      () =>
        `${s()}.${this.pick(["toUpperCase()", "toLowerCase()", "trim()", "trimStart()", "slice(1)", "slice(-2)", "slice(0, 2)", "substring(3, 1)", 'padStart(8, "0")', "padEnd(5)", "charAt(0)", "at(-1)", "repeat(2)", 'replaceAll("a", "b")', 'replace("l", "L")', 'concat("!")'])}`,
      () => `${s()}.replace(${this.pick(patterns)}, ${this.pick(['"-"', '""', '"$1"', '"<$&>"', s()])})`,
      () => `String(${this.pick([n, b, s])()})`,
      () =>
        `${n()}.${this.pick(["toFixed(2)", "toFixed()", "toFixed(0)", "toString()", "toFixed(7)"])}`.replace(
          /^(-?[\d.]+(?:e[-\d]+)?)\./,
          "($1).",
        ),
      () => `${l()}.join(${this.pick(["", '","', '"-"'])})`,
      () => `(${b()} ? ${s()} : ${s()})`,
      () => `typeof ${this.#any(depth - 1)}`,
      () => `JSON.stringify(${this.pick([this.#value("table", depth - 1), l(), n(), s()])}${this.pick(["", ", null, 2"])})`,
      () => `encodeURIComponent(${s()})`,
      () => `${this.#value("date", 0)}.toISOString()`,
      () => `(${s()} ?? ${s()})`,
      () => `(${s()} || ${s()})`,
      () => `${s()}[${this.pick(["0", "1", "-1"])}]`,
    ])();
  }

  #boolean(depth: number): string {
    const [n, s, l] = [() => this.#value("number", depth - 1), () => this.#value("text", depth - 1), () => this.#value("list", depth - 1)];
    if (depth <= 0) return this.pick(["true", "false"]);
    return this.pick([
      () => `(${n()} ${this.pick(["<", ">", "<=", ">=", "===", "!==", "==", "!="])} ${n()})`,
      () => `(${s()} ${this.pick(["<", ">", "===", "!==", "=="])} ${s()})`,
      () => `(${this.pick([n, s])()} ${this.pick(["==", "<", ">=", "!="])} ${this.pick([s(), n(), "null", "undefined"])})`,
      () => `${s()}.${this.pick(["includes", "startsWith", "endsWith"])}(${this.#value("text", 0)})`,
      () => `${this.pick(patterns)}.test(${s()})`,
      () => `!${this.#any(depth - 1)}`,
      () => `(${this.#value("boolean", depth - 1)} ${this.pick(["&&", "||"])} ${this.#value("boolean", depth - 1)})`,
      () => `${l()}.${this.pick(["some", "every"])}(${this.#arrow("number", "boolean", depth - 1)})`,
      () => `${l()}.includes(${this.pick([n(), s(), "NaN", "null"])})`,
      () => `Array.isArray(${this.#any(depth - 1)})`,
      () => `Number.${this.pick(["isInteger", "isFinite", "isNaN", "isSafeInteger"])}(${this.#any(depth - 1)})`,
      () => `isNaN(${this.pick([n, s])()})`,
      () => `("a" in ${this.#value("table", depth - 1)})`,
      () => `(${this.#any(depth - 1)} instanceof ${this.pick(["Date", "Array", "Error"])})`,
    ])();
  }

  #list(depth: number): string {
    const item = this.pick(["number", "text", "number", "table", "boolean", "list"] as const);
    const [l, s] = [() => this.#value("list", depth - 1), () => this.#value("text", depth - 1)];
    if (depth <= 0)
      return this.pick([
        "[]",
        "[3, 1, 2]",
        '["b", "a"]',
        "context.list",
        "context.steps.Start.rows",
        "context.steps.Start.rows.map((r) => r.price)",
        "[undefined, null, 0]",
      ]);
    return this.pick([
      () => `[${this.#many(4, () => this.#value(item, depth - 1)).join(", ")}]`,
      () => `${l()}.map(${this.pick([this.#arrow(item, item, depth - 1), "String", "Number", "Boolean"])})`,
      () => `${l()}.filter(${this.pick([this.#arrow(item, "boolean", depth - 1), "Boolean"])})`,
      () => `${l()}.flatMap(${this.#arrow(item, "list", depth - 1)})`,
      () => `[...${l()}, ${this.#value(item, depth - 1)}]`,
      () =>
        `${l()}.${this.pick(["slice(1)", "slice(-2)", "concat([1])", "concat(1, [2])", "flat()", "flat(2)", "toReversed()", "reverse()", "slice(0, 2)"])}`,
      () =>
        `${l()}.${this.pick(["sort", "toSorted"])}(${this.pick(["", "(a, b) => a - b", "(a, b) => b - a", "(a, b) => a > b", "(a, b) => (a < b ? -1 : 1)", "(a, b) => a.name.localeCompare(b.name)", "(a, b) => a.id - b.id || a.price - b.price"])})`,
      () => `${s()}.split(${this.pick(['","', '"-"', '""', '" "', ...patterns])})`,
      () => `(${s()}.match(${this.pick(patterns)}) ?? [])`,
      () => `Object.${this.pick(["keys", "values", "entries"])}(${this.#value("table", depth - 1)})`,
      () => `Array.from({ length: ${this.pick(["3", "0", "5"])} }, (_, i) => ${this.#inside([], () => this.#value(item, depth - 1))})`,
      () => `[...new Set(${l()})]`,
      () => `Array.from(new Map(Object.entries(${this.#value("table", depth - 1)})).${this.pick(["keys()", "values()", "entries()"])})`,
      () => `[...${s()}]`,
    ])();
  }

  #table(depth: number): string {
    if (depth <= 0)
      return this.pick(
        ["{ a: 1 }", "{}", "context.steps.Start", "context.steps.Start.rows[0]"].map((text) => (text.startsWith("{") ? `(${text})` : text)),
      );
    const key = () => this.pick(["a", "b", "c", '"x y"', "7", "name", `[${this.#value("text", 0)}]`]);
    const t = () => this.#value("table", depth - 1);
    return this.pick([
      () => `({ ${this.#many(4, () => (this.chance() < 0.2 ? `...${t()}` : `${key()}: ${this.#any(depth - 1)}`)).join(", ")} })`,
      () => `Object.fromEntries(Object.entries(${t()})${this.pick(["", ".map(([k, v]) => [k, v])", ".filter(([k]) => k !== 'a')"])})`,
      () => `Object.assign({}, ${t()}, ${t()})`,
      () => `(${this.#value("list", depth - 1)}.find(${this.#arrow("table", "boolean", depth - 1)}) ?? {})`,
      () => `JSON.parse(JSON.stringify(${t()}))`,
      () => `(${t()}?.${this.pick(["a", "b?.c", "items?.[0]", "name"])} ?? {})`,
      () =>
        `${this.#value("list", depth - 1)}.reduce((all, item) => { all[${this.pick(["item", "String(item)", "item?.id"])}] = ${this.pick(["1", "(all[item] ?? 0) + 1", "item"])}; return all }, {})`,
    ])();
  }

  #function(): string {
    const [takes, gives] = [this.pick(["number", "text", "list"] as const), this.pick(["number", "text", "boolean"] as const)];
    const name = this.#name();
    const made = this.#inside([takes], ([given]) => {
      const statement = this.#statement(1);
      const body = this.#value(gives, 2);
      return this.pick([
        `function ${name}(${given}${this.pick(["", " = 1"])}) { ${statement} return ${body} }\n`,
        `const ${name} = (${given}) => ${body};\n`,
      ]);
    });
    this.#functions.push({ name, takes, gives });
    return made;
  }

  #declare(kind: Kind, isConstant: boolean): string {
    const name = this.#name();
    this.#variables.push({ name, kind, isConstant });
    return name;
  }

  #block(depth: number): string {
    return this.#inside([], () => this.#many(3, () => this.#statement(depth - 1)).join(""));
  }

  #statement(depth: number): string {
    const kind = this.pick(["number", "text", "list", "table", "number"] as const);
    const assignable = this.#variables.filter((each) => !each.isConstant && (each.kind === "number" || each.kind === "text"));
    const [list, table] = [this.#of("list"), this.#of("table")];
    const choices: (() => string)[] = [
      () => {
        const value = this.#value(kind, 3);
        const isConstant = this.chance() < 0.6;
        const word = isConstant ? "const" : this.pick(["let", "var"]);
        return `${word} ${this.#declare(kind, isConstant)} = ${value};\n`;
      },
      () => {
        const value = this.#value("table", 2);
        return `const { a: ${this.#declare("number", true)} = ${this.#value("number", 0)}, ...${this.#declare("table", true)} } = ${value};\n`;
      },
      () => {
        const value = this.#value("list", 2);
        return `const [${this.#declare("number", true)}, ...${this.#declare("list", true)}] = ${value};\n`;
      },
      () => `if (${this.#value("boolean", 2)}) { ${this.#block(depth)} }${this.pick(["", ` else { ${this.#block(depth)} }`])}\n`,
      () => {
        const items = this.#value("list", 2);
        return this.#inside(
          ["number"],
          ([item]) =>
            `for (const ${item} of ${items}) { ${this.pick(["", `if (${this.#value("boolean", 1)}) continue; `, `if (${this.#value("boolean", 1)}) break; `])}${this.#block(depth)} }\n`,
        );
      },
      () => this.#inside(["number"], ([i]) => `for (let ${i} = 0; ${i} < ${this.pick(["3", "5"])}; ${i}++) { ${this.#block(depth)} }\n`),
      () => {
        const owner = this.#value("table", 1);
        return this.#inside(["text"], ([key]) => `for (const ${key} in ${owner}) { ${this.#block(depth)} }\n`);
      },
      () =>
        `try { ${this.#block(depth)}${this.pick(["throw new Error('x');", "null.x;", ""])} } catch (e) { ${this.#block(depth)} }${this.pick(["", ` finally { ${this.#block(depth)} }`])}\n`,
      () =>
        `switch (${this.#value("number", 1)}) { case 1: ${this.#inside([], () => this.#assignment(assignable))} break; case ${this.#value("number", 0)}: default: ${this.#inside([], () => this.#assignment(assignable))} }\n`,
      () => `console.log(${this.#any(2)}, ${this.#any(1)});\n`,
      () => `context.${this.pick(["total", "fresh", "list"])} = ${this.#any(2)};\n`,
      () => this.#assignment(assignable),
    ];
    if (list)
      choices.push(
        () =>
          `${list}.${this.pick([`push(${this.#value("number", 1)})`, "pop()", "shift()", "reverse()", "sort()", "splice(1, 1)", "unshift(0)"])};\n`,
      );
    if (table)
      choices.push(
        () => `${table}.${this.pick(["a", "b", "z"])} ${this.pick(["=", "+=", "??=", "||=", "&&="])} ${this.#value("number", 1)};\n`,
        () => `delete ${table}.a;\n`,
      );
    return this.pick(choices)();
  }

  #assignment(assignable: readonly { name: string; kind: Kind }[]): string {
    if (assignable.length === 0) return "";
    const { name, kind } = this.pick(assignable);
    if (kind === "number" && this.chance() < 0.3) return `${name}${this.pick(["++", "--"])};\n`;
    return `${name} ${kind === "number" ? this.pick(["=", "+=", "-=", "*="]) : this.pick(["=", "+="])} ${this.#value(kind, 2)};\n`;
  }
}
