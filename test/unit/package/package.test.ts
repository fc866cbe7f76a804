import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstFlow } from "#flow/templates/first-flow.ts";
import type { AppDefinition } from "#flow/package/app-definition.ts";
import { buildPackage } from "#flow/package/build-package.ts";
import { compareVariables, decideVariables, type PresentVariable } from "#flow/package/compare-variables.ts";
import { dependenciesOf } from "#flow/package/dependencies.ts";
import { attachment, safeFileName } from "#flow/package/download-name.ts";
import type { PackagedVariable } from "#flow/package/env-variables.ts";
import { partOfName } from "#flow/package/package-files.ts";
import { parsePackage } from "#flow/package/parse-package.ts";

const app: Omit<AppDefinition, "schemaVersion"> = {
  name: "Translate",
  description: "",
  version: { name: "v1", description: "", createdAt: null },
  endpoint: { sync: { timeoutSec: 60 }, async: { enabled: true, callbackUrl: null, timeoutSec: null } },
  guardrails: { input: [], output: [] },
};
const valuesOf = (files: ReadonlyMap<string, string>) => {
  const [flow, app, variables] = Array.from(files.values(), (text): unknown => JSON.parse(text));
  return { flow, app, variables };
};

describe("the files of an export", () => {
  it("are read as what they were written from, without secure values, and written alike again", () => {
    const variable = fc.record({
      name: fc.stringMatching(/^[A-Z]{1,8}$/),
      secure: fc.boolean(),
      value: fc.option(fc.string({ minLength: 1 }).map((text) => text.toWellFormed())),
      notes: fc.string({ maxLength: 20 }).map((text) => text.toWellFormed()),
    });
    const note = { id: "n", text: "<b>Why</b>", position: { x: 1, y: 2 }, size: { width: 200, height: 100 }, colour: "blue" as const };
    const flow = { ...firstFlow, notes: [note] };
    const reserved = ["ENV"];
    const list = fc
      .uniqueArray(variable, { maxLength: 8, selector: ({ name }) => name })
      .map((all) => all.filter(({ name }) => !reserved.includes(name)));
    fc.assert(
      fc.property(list, (variables) => {
        const files = buildPackage({ flow, app, variables });
        const parsed = parsePackage(valuesOf(files));
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
        const read = parsed.package;
        expect(read.flow).toEqual(flow);
        const byName = (a: PackagedVariable, b: PackagedVariable) => (a.name < b.name ? -1 : 1);
        expect(read.variables).toEqual(variables.map((each) => ({ ...each, value: each.secure ? null : each.value })).toSorted(byName));
        expect(buildPackage({ flow: read.flow, app: read.app!, variables: read.variables! })).toEqual(files);
      }),
    );
  });

  it("are written without indentation where that would make a deep flow many times as large", () => {
    const value = JSON.parse(`${"[".repeat(50)}${"1,".repeat(60_000)}1${"]".repeat(50)}`) as unknown;
    const flow = { ...firstFlow, inputs: [{ name: "a", type: "json" as const, default: value }] };
    const text = buildPackage({ flow, app, variables: [] }).get("flow_definition.json")!;
    expect(text.length).toBeLessThan(200_000);
  });

  it("are refused with the file and the place of every fault", () => {
    const { flow, ...files } = valuesOf(buildPackage({ flow: firstFlow, app, variables: [] }));
    const parsed = parsePackage({ ...files, flow: { ...(flow as object), extra: 1 }, app: { ...(files.app as object), name: "" } });
    expect(parsed.ok ? [] : parsed.issues.map(({ path }) => path)).toEqual(["flow_definition.json#/extra", "app_definition.json#/name"]);
  });

  it.each([0, 2, "1", null, [], undefined])("are refused with the schema version %o", (schemaVersion) => {
    const parsed = parsePackage({ flow: { ...firstFlow, schemaVersion } });
    expect(parsed.ok ? [] : parsed.issues).toMatchObject([
      { path: "flow_definition.json#/schemaVersion", code: "schema_version", message: expect.stringContaining("reads 1.") },
    ]);
  });

  it("are recognised by their names, whatever case and folder", () => {
    expect(["flow_definition.json", "C:\\a\\APP_DEFINITION.JSON", "env_variables", "a/flow_definition.json"].map(partOfName)).toEqual([
      "flow",
      "app",
      "variables",
      "flow",
    ]);
    expect(["flow", "flow_definition.txt", "", "xflow_definition.json"].map(partOfName)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

const present = (name: string, value: string | null, secure = false): PresentVariable => ({ name, value, secure, notes: "", hosts: null });
const incoming = (name: string, value: string | null, secure = false): PackagedVariable => ({ name, value, secure, notes: "" });

describe("variables that are in both", () => {
  it.each([
    ["are the same with the same value", present("A", "1"), incoming("A", "1"), false],
    ["conflict with another value", present("A", "1"), incoming("A", "2"), true],
    ["conflict where one has none", present("A", null), incoming("A", "2"), true],
    ["are the same where both are secure and no value is brought", present("A", null, true), incoming("A", null, true), false],
    ["conflict where a secure value is brought, which cannot be compared", present("A", null, true), incoming("A", "2", true), true],
    ["conflict where only one is secure", present("A", null, true), incoming("A", null), true],
  ])("%s", (_, here, there, isConflict) => {
    const { conflicting, same } = compareVariables([here], [there]);
    expect([conflicting.length, same.length]).toEqual(isConflict ? [1, 0] : [0, 1]);
  });

  it("are kept unless something else is decided, and nobody decides by a prototype", () => {
    const names = ["constructor", "toString", "A"];
    const comparison = compareVariables(
      names.map((name) => present(name, "1")),
      names.map((name) => incoming(name, "2")),
    );
    expect(decideVariables(comparison, {})).toEqual([]);
    expect(decideVariables(comparison, { A: { action: "overwrite" } })).toMatchObject([{ name: "A", value: "2", kind: "change" }]);
  });
});

describe("what a flow needs", () => {
  it("is listed once with the nodes that need it, and templates are not taken for ids", () => {
    const node = (id: string, type: string, config: Record<string, unknown>) => ({ id, type, name: id, config });
    const nodes = [
      node("a", "api", { authorization: "prf_1" }),
      node("b", "api", { authorization: "prf_1" }),
      node("c", "api", { authorization: "prf_2" }),
      node("d", "api", { authorization: "{{steps.Start.a}}" }),
      node("e", "api", { authorization: "" }),
      node("f", "api", {}),
      node("g", "delay", { authorization: "prf_3" }),
      node("h", "constructor", { authorization: "prf_9" }),
    ];
    expect(dependenciesOf({ ...firstFlow, nodes })).toEqual([
      { kind: "profile", reference: "prf_1", nodes: ["a", "b"] },
      { kind: "profile", reference: "prf_2", nodes: ["c"] },
    ]);
  });
});

describe("the name of a download", () => {
  it("is one that every file system takes, and one header line, whatever the workflow is called", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 150 }), (name) => {
        const file = safeFileName(name, "zip");
        expect(file).toMatch(/^[^\\/:*?"<>|\p{Cc}]+\.zip$/u);
        expect(file).not.toMatch(/^\.|[. ]\.zip$|[\u202a-\u202e\u2066-\u2069]/);
        expect(new TextEncoder().encode(file).length).toBeLessThan(255);
        const header = attachment(file);
        expect(header).toMatch(/^attachment; filename="[\u0020-\u007e]+"; filename\*=UTF-8''[A-Za-z0-9%!~._-]+$/);
        expect(decodeURIComponent(header.slice(header.indexOf("''") + 2))).toBe(file);
      }),
      { numRuns: 1_000 },
    );
  });
});
