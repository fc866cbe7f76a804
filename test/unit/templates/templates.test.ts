import { describe, expect, it } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { checkInput, compileInputs } from "#flow/model/check-input.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import { parsePackage } from "#flow/package/parse-package.ts";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { templatePackage } from "#flow/templates/template-package.ts";
import { templateCategories } from "#flow/templates/template.ts";

it("there are at least ten, each with an id and a name of its own, in every category", () => {
  expect(allTemplates.length).toBeGreaterThanOrEqual(10);
  for (const of of [allTemplates.map(({ id }) => id), allTemplates.map(({ name }) => name.toLowerCase())])
    expect(new Set(of).size).toBe(allTemplates.length);
  expect(new Set(allTemplates.map(({ category }) => category))).toEqual(new Set(templateCategories));
});

describe.each(allTemplates)("the template $name", ({ flow, variables, sample, purpose, ...rest }) => {
  it("is a flow document that can be deployed: no error, no warning", () => {
    expect(parseDocument(flow)).toMatchObject({ ok: true });
    expect(checkFlow(flow, { variables: variables.map(({ name }) => name) })).toEqual([]);
  });

  it("takes its sample input without a word", () => {
    expect(checkInput(compileInputs(flow.inputs), sample)).toMatchObject({ ok: true, warnings: [] });
  });

  it("has no address in its flow, and uses every variable that it brings", () => {
    const text = JSON.stringify(flow);
    expect(text).not.toMatch(/https?:\/\//);
    for (const { name, value } of variables) {
      expect(text).toContain(`{{env.${name}}}`);
      expect(value).toMatch(/^https:\/\/example\.com\//);
    }
  });

  it("says in one sentence or two what it is for", () => {
    expect(purpose.length).toBeLessThanOrEqual(130);
    expect(purpose).toMatch(/^[A-Z].*\.$/);
  });

  it("becomes the files of an import that keeps what was chosen", () => {
    const [first] = variables;
    const values = first ? { [first.name]: "https://orders.example.org/" } : {};
    const files = templatePackage({ flow, variables, sample, purpose, ...rest }, { name: "Mine", description: "For me", values });
    const value = (field: string): unknown => JSON.parse(files[field]!);
    const parsed = parsePackage({ flow: value("flow_definition"), app: value("app_definition"), variables: value("env_variables") });
    expect(parsed).toMatchObject({ ok: true });
    if (!parsed.ok) return;
    expect(parsed.package.flow).toEqual(flow);
    expect(parsed.package.app?.name).toBe("Mine");
    if (first) expect(parsed.package.variables?.find(({ name }) => name === first.name)?.value).toBe("https://orders.example.org/");
  });
});
