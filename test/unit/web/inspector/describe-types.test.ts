import { describe, expect, it } from "vitest";
import { declarationOf, nodeTypes } from "../../../../flow/nodes/registry.ts";
import { describeForm, type FormField } from "../../../../flow/nodes/describe-types.ts";

const formOf = (type: string) => describeForm(declarationOf(type)!);
const kinds = (fields: readonly FormField[]) => Object.fromEntries(fields.map(({ path, kind }) => [path.join("."), kind]));

describe("a form drawn from a declaration", () => {
  it("has the fields of an API node by the kind of their settings", () => {
    expect(kinds(formOf("api"))).toEqual({
      method: "select",
      url: "template",
      query: "rows",
      headers: "rows",
      body: "group",
      authorization: "plain",
    });
  });

  it("takes title, description and whether a setting is mandatory from the schema", () => {
    const [, url, query] = formOf("api");
    expect(url).toMatchObject({ title: "URL", mandatory: true });
    expect(url?.description).toContain("percent-encoded");
    expect(query).toMatchObject({ title: "Query", mandatory: false });
  });

  it("reads texts as the declaration says", () => {
    expect(formOf("script")).toMatchObject([{ kind: "script", path: ["code"] }]);
    expect(kinds(formOf("delay"))).toEqual({ seconds: "numberOrTemplate", until: "numberOrTemplate" });
    const outputs = formOf("end").find(({ path }) => path[0] === "outputs");
    expect(outputs?.kind === "rows" && outputs.columns.map(({ kind }) => kind)).toEqual(["plain", "value"]);
  });

  it("leaves no setting of any type without a field, but those that have one value only", () => {
    for (const type of nodeTypes) {
      const { params } = declarationOf(type)!;
      const keys = Object.keys((params as unknown as { shape: object }).shape);
      const single = { api: ["mode"], script: ["language"] }[type] ?? [];
      expect(formOf(type).map(({ path }) => path[0])).toEqual(keys.filter((key) => !single.includes(key)));
    }
  });
});
