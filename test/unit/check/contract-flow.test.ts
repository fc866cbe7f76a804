import { expect, test } from "vitest";
import { checkFlow } from "#flow/check/check-flow.ts";
import { parseDocument } from "#flow/check/parse-document.ts";
import contract from "../../fixtures/workflows/contract.json" with { type: "json" };

test("the example flow of the contract is a flow document and can be deployed", () => {
  const parsed = parseDocument(contract);
  expect(parsed).toMatchObject({ ok: true });
  if (parsed.ok) expect(checkFlow(parsed.document, { variables: [] })).toEqual([]);
});
