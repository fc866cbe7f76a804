import { describe, expect, it } from "vitest";
import { chooseFiles, formOf } from "../../../web/pages/workflow/transfer/chosen-files.ts";

const file = (name: string, type = "") => new File(["{}"], name, { type });

describe("the files of an import", () => {
  it("are one archive, whatever its name", () => {
    const chosen = chooseFiles([file("Order triage (1).ZIP")]);
    expect(chosen.strangers).toEqual([]);
    expect([...formOf(chosen).keys()]).toEqual(["file"]);
  });

  it("are told apart by their names, also where a browser has numbered them", () => {
    const chosen = chooseFiles([file("flow_definition (2).json"), file("App_Definition.json"), file("env_variables.json")]);
    expect(chosen.strangers).toEqual([]);
    expect([...formOf(chosen).keys()]).toEqual(["flow_definition", "app_definition", "env_variables"]);
  });

  it("are refused by name where one is no part of an export", () => {
    expect(chooseFiles([file("flow_definition.json"), file("holiday.png")]).strangers).toEqual(["holiday.png"]);
    expect(chooseFiles([file("a.zip"), file("flow_definition.json")]).strangers).toEqual(["a.zip"]);
  });

  it("carry the other fields of the form", () => {
    expect(formOf(chooseFiles([file("a.zip")]), { resolutions: "{}" }).get("resolutions")).toBe("{}");
  });
});
