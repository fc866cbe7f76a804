import { expect, it } from "vitest";
import { allTemplates } from "#flow/templates/all-templates.ts";
import { fits } from "../../../../web/pages/account/workflows/fits.ts";

const found = (typed: string) => allTemplates.filter((each) => fits(each, typed)).map(({ id }) => id);

it("finds templates by words of the name, the purpose, the category and the steps, in any order and case", () => {
  expect(found("RATE currency")).toEqual(["currency-conversion"]);
  expect(found("discount")).toContain("price-quote");
  expect(found("integrations")).toContain("webhook-fan-out");
  expect(found("merge the answers")).toEqual(["webhook-fan-out"]);
  expect(found("")).toHaveLength(allTemplates.length);
  expect(found("submarine")).toEqual([]);
});
