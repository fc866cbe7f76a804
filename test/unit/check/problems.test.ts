import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { problemCodes, severityOf, type ProblemCode } from "#flow/check/problem.ts";
import { declarations } from "#flow/nodes/registry.ts";
import { parseDocument } from "#flow/check/parse-document.ts";

const folder = new URL("../../fixtures/workflows/problems/", import.meta.url);
const codes = readdirSync(folder).map((file) => file.replace(".json", ""));
const environment = {
  variables: ["REGION", "TOKEN", "EMPTY"],
  secure: ["TOKEN"],
  needValue: ["EMPTY"],
  profiles: ["profile-open"],
  openProfiles: ["profile-open"],
};

function problemsOf(code: string) {
  const parsed = parseDocument(JSON.parse(readFileSync(new URL(`${code}.json`, folder), "utf8")));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues));
  return { document: parsed.document, problems: checkFlow(parsed.document, environment) };
}

test("there is one example flow for each problem of the table and of the node types", () => {
  const declared = declarations.flatMap(({ problems = [] }) => problems);
  expect(codes.sort()).toEqual([...Object.keys(problemCodes), ...declared].sort());
});

/** Problems that one fault brings with it by nature. */
const companions: Record<string, string[]> = {
  end_missing: ["path_without_end"],
  start_duplicate: ["node_unreachable"],
  node_id_duplicate: ["node_unreachable"],
};

describe.each(codes)("the example flow for %s", (code) => {
  const { document, problems } = problemsOf(code);

  test("has that problem and no other", () => {
    expect(problems.map((problem) => problem.code).sort()).toEqual([code, ...(companions[code] ?? [])].sort());
  });

  test("says in sentences what is wrong and what to do, and leads to the node", () => {
    const problem = problems.find((each) => each.code === code)!;
    expect(problem.message).toMatch(/^[A-Z0-9“].*\.$/s);
    expect(problem.suggestion).toMatch(/^[A-Z].*[.?…]$/s);
    if (problem.node !== undefined) {
      const node = document.nodes.find(({ id }) => id === problem.node)!;
      if (!problem.path?.startsWith("/inputs")) expect(problem.message).toContain(node.name);
    }
    expect(problem.severity).toBe(severityOf(code as ProblemCode));
    expect({ code, message: problem.message, suggestion: problem.suggestion, node: problem.node, path: problem.path }).toMatchSnapshot();
  });
});
