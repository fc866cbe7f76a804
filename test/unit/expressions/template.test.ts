import { expect, test } from "vitest";
import { compileExpression, compileTemplate, resolveTemplate } from "#flow/expressions/template.ts";
import { aScope } from "./a-scope.ts";

const scope = aScope({
  steps: {
    Start: { a: 1, list: [1, 2], flag: false, nothing: null, text: "{{env.X}}" },
    "Fetch user": { output: { body: { name: "Ada", "e-mail": "a@b.c", tags: ["x"], rows: [{ n: 1 }, { n: 2 }] } } },
  },
  env: { X: "secret" },
  currentItem: { id: 7 },
  customer: { name: "Grace" },
});
const resolve = (text: string) => resolveTemplate(compileTemplate(text), scope);

test("a text without braces is itself", () => {
  expect(resolve("plain } text { with }} braces")).toBe("plain } text { with }} braces");
  expect(resolve("")).toBe("");
});

test("a single expression keeps its type", async () => {
  expect(resolve("{{steps.Start.a}}")).toBe(1);
  expect(resolve("{{ steps.Start.list }}")).toEqual([1, 2]);
  expect(resolve("{{steps.Start.flag}}")).toBe(false);
  expect(await resolve("{{ steps.Start.a + 1 }}")).toBe(2);
});

test("inside a longer text null is empty and objects are JSON", async () => {
  expect(resolve("a{{steps.Start.nothing}}b{{steps.None.x}}c")).toBe("abc");
  expect(resolve("{{steps.Start.list}} {{customer}} {{steps.Start.flag}}")).toBe('[1,2] {"name":"Grace"} false');
  expect(resolve(" {{steps.Start.a}}")).toBe(" 1");
  expect(await resolve("n={{ $count(steps.Start.list) }}, {{steps.Start.a}}")).toBe("n=2, 1");
});

test("a missing path is null, whether it needs JSONata or not", async () => {
  expect(resolve("{{steps.None.output.x}}")).toBeNull();
  expect(resolve("{{nothing}}")).toBeNull();
  expect(await resolve("{{ $$.nothing.x }}")).toBeNull();
});

test("the leading context may be left out", async () => {
  expect(resolve("{{context.steps.Start.a}}")).toBe(1);
  expect(resolve("{{context.customer.name}}")).toBe("Grace");
  expect(await resolve("{{context.steps.Start.a + steps.Start.a}}")).toBe(2);
  expect(await resolve("{{context.env}}")).toEqual({ X: "secret" });
});

test("names that are no identifiers are quoted with backticks", async () => {
  expect(resolve("{{steps.`Fetch user`.output.body.`e-mail`}}")).toBe("a@b.c");
  expect(await resolve("{{$uppercase(steps.`Fetch user`.output.body.name)}}")).toBe("ADA");
});

test("a path through a list gives what JSONata gives", async () => {
  expect(await resolve("{{steps.`Fetch user`.output.body.rows.n}}")).toEqual([1, 2]);
  expect(resolve("{{steps.`Fetch user`.output.body.rows[1].n}}")).toBe(2);
  expect(resolve("{{steps.`Fetch user`.output.body.rows[-1].n}}")).toBe(2);
  expect(resolve("{{steps.`Fetch user`.output.body.rows[9].n}}")).toBeNull();
  expect(resolve("{{steps.`Fetch user`.output.body.tags}}")).toEqual(["x"]);
});

test("braces inside strings, objects, comments and patterns do not end an expression", async () => {
  expect(await resolve("{{ {'a': {'b': {}}} }}")).toEqual({ a: { b: {} } });
  expect(await resolve("{{'}}' & \"}}\"}}!")).toBe("}}}}!");
  expect(await resolve("{{ 1 /* }} */ + 1 }}")).toBe(2);
  expect(await resolve("{{ $contains('a}}', /\\}{2}/) }}")).toBe(true);
  expect(await resolve("{{ 8 / 2 / 2 }}{{ steps.Start.a / 2 }}")).toBe("20.5");
  expect(await resolve("{{ $count(steps.*) / 2 }}")).toBe(1);
});

test("data is never evaluated: braces in an input stay text", async () => {
  expect(resolve("{{steps.Start.text}}")).toBe("{{env.X}}");
  expect(resolve("x{{steps.Start.text}}")).toBe("x{{env.X}}");
  expect(await resolve("{{steps.Start.text & ''}}")).toBe("{{env.X}}");
});

test("a bare expression is compiled without braces", async () => {
  expect(resolveTemplate(compileExpression("steps.Start.a"), scope)).toBe(1);
  expect(await resolveTemplate(compileExpression("steps.Start.a > 0 and currentItem.id = 7"), scope)).toBe(true);
});

test("every property is read once, and only where it is named", async () => {
  const reads: string[] = [];
  const lazy = (name: string) => ({
    get output() {
      reads.push(name);
      return { x: 1 };
    },
  });
  const lazyScope = aScope({ steps: { A: lazy("A"), B: lazy("B") } });
  expect(resolveTemplate(compileTemplate("{{steps.A.output.x}}"), lazyScope)).toBe(1);
  expect(await resolveTemplate(compileTemplate("{{steps.A.output.x + 1}}"), lazyScope)).toBe(2);
  expect(reads).toEqual(["A", "A"]);
});

test.each([
  ["{{ steps.", 0, /not closed with }}/],
  ["ab {{ 1 + }}", 10, /incomplete/],
  ["{{ }}", 2, /empty/],
  ["x {{ steps.A..b }}", 14, /./],
  ["{{ 'abc }}", 0, /not closed with }}/],
  ["{{ $sum(1 }}", 10, /./],
])("says where %s cannot be read, and what to do", (text, position, message) => {
  expect(() => compileTemplate(text)).toThrow(
    expect.objectContaining({
      code: "expression_syntax",
      position,
      message: expect.stringMatching(message),
      suggestion: expect.stringMatching(/\.$/),
    }),
  );
});

test("an error of the data tells its place in the whole text and no value of the run", async () => {
  const failure: unknown = await Promise.resolve(resolve("Dear {{ env.X + 1 }}")).catch((error: unknown) => error);
  expect(failure).toMatchObject({
    code: "expression_failed",
    jsonataCode: "T2001",
    position: 15,
    message: "The left side of + is not a number.",
  });
  for (const text of [
    "{{ env.X < 1 }}",
    "{{ $number(env.X) }}",
    "{{ $toMillis(env.X) }}",
    "{{ {env.X: 1, env.X: 2} }}",
    "{{ steps.Start.list^(env.X) ^($) }}",
  ]) {
    const error: unknown = await Promise.resolve(resolve(text)).catch((thrown: unknown) => thrown);
    expect(JSON.stringify([error, String(error)])).not.toContain("secret");
  }
});

test("results are plain data without JSONata's marks", async () => {
  const value = (await resolve("{{ [steps.*.output.body.rows.n, steps.Start.list[]] }}")) as object;
  expect(structuredClone(value)).toEqual([1, 2, 1, 2]);
  expect(Object.keys(value)).toEqual(["0", "1", "2", "3"]);
  const made = (await resolve("{{ {'a': steps.`Fetch user`.output.body.tags[]} }}")) as { a: object };
  expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
  expect(Object.keys(made.a)).toEqual(["0"]);
});

test("the data is left as it was", async () => {
  const data = aScope({ steps: { A: { output: { list: [1], none: [], deep: [[[]]], call: { x: 1 } } } } });
  const before = structuredClone(data);
  for (const text of [
    "steps.A.output.list[]",
    "steps.A.output.none{'a': 1}",
    "steps.A.output.deep.{'a': 1}",
    "$lookup(steps.A.output, 'none'){'a': 1}",
    "steps.A.output ~> |$|{'list': 2}|",
    "$sort(steps.A.output.list)",
  ]) {
    await resolveTemplate(compileExpression(text), data);
  }
  await expect(resolveTemplate(compileExpression("steps.A.output.call()"), data)).rejects.toMatchObject({ code: "expression_failed" });
  expect(data).toEqual(before);
  expect(Object.keys((data.steps["A"] as { output: { list: object } }).output.list)).toEqual(["0"]);
});

test("functions and infinite numbers are no result", async () => {
  await expect(resolve("{{ $sum }}")).rejects.toMatchObject({ message: "The result is a function, not a value." });
  await expect(resolve("{{ function($x){$x} }}")).rejects.toMatchObject({ code: "expression_failed" });
  await expect(resolve("{{ 1/0 }}")).rejects.toMatchObject({ code: "expression_failed" });
});

test("the time is that of the run's start, and chance and evaluation of text are refused", async () => {
  expect(await resolve("{{ $now() }}")).toBe("2026-01-31T12:00:00.000Z");
  expect(await resolve("{{ $millis() }}")).toBe(scope.run.startedAt);
  expect(await resolve("{{ $fromMillis($toMillis('10:30', '[H]:[m]')) }}")).toBe("2026-01-31T10:30:00.000Z");
  for (const text of ["$random()", "$shuffle([1,2])", "$eval('1')"])
    await expect(resolve(`{{ ${text} }}`)).rejects.toMatchObject({
      code: "expression_failed",
      message: expect.stringContaining(text.slice(0, 5)),
    });
});

test("evaluations of one template do not disturb one another", async () => {
  const template = compileExpression("$map(steps.Start.list, function($v){ $v + currentItem })");
  const values = await Promise.all(
    [1, 2, 3].map((n) => resolveTemplate(template, aScope({ steps: { Start: { list: [1, 2] } }, currentItem: n }))),
  );
  expect(values).toEqual([
    [2, 3],
    [3, 4],
    [4, 5],
  ]);
});

test("a longer text is bounded as a whole", () => {
  const large = aScope({ steps: { A: { output: "x".repeat(4_000_000) } } });
  expect(resolveTemplate(compileTemplate("{{steps.A.output}}{{steps.A.output}}"), large)).toHaveLength(8_000_000);
  expect(() => resolveTemplate(compileTemplate("{{steps.A.output}}".repeat(1000)), large)).toThrow(
    expect.objectContaining({ code: "expression_limit" }),
  );
});
