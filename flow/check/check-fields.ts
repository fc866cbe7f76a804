import { compileInput } from "../model/check-input.ts";
import { fieldName, type FlowDocument, type InputDefinition } from "../model/document.ts";
import { findForeignKeywords } from "../json-schema/foreign-keywords.ts";
import { JsonSchemaError } from "../json-schema/json-schema-error.ts";
import { reservedNames } from "../model/document.ts";
import type { Note } from "./problem.ts";

/** The declared inputs and outputs. `start`: the id of the Start, where they are entered. */
export function checkFields(document: FlowDocument, start: string | undefined, note: Note): void {
  const inputs = new Set<string>();
  document.inputs.forEach((input, index) => {
    const where = (...below: (string | number)[]) => ({
      ...(start === undefined ? {} : { node: start }),
      path: ["inputs", index, ...below],
    });
    checkName("input", input.name, inputs, where("name"), note);
    if (input.type === "enum") checkValues(input, where("values"), note);
    checkDefault(input, where, note);
    checkKeywords(input, where, note);
  });
  const outputs = new Set<string>();
  document.outputs.forEach((output, index) => checkName("output", output.name, outputs, { path: ["outputs", index, "name"] }, note));
}

function checkName(kind: "input" | "output", name: string, seen: Set<string>, where: Parameters<Note>[3], note: Note): void {
  if (!fieldName.test(name) || reservedNames.includes(name)) {
    note(
      `${kind}_name_invalid`,
      name === "" ? `An ${kind} has no name.` : `“${name}” is not a valid name for an ${kind}.`,
      "Use up to 64 letters, digits and underscores. Do not start with a digit.",
      where,
    );
  } else if (seen.has(name)) note(`${kind}_name_duplicate`, `Two ${kind}s are named “${name}”.`, `Rename one of the ${kind}s.`, where);
  seen.add(name);
}

function checkValues(input: InputDefinition, where: Parameters<Note>[3], note: Note): void {
  const values = input.values ?? [];
  if (values.length === 0) note("input_values_invalid", `The enum input “${input.name}” has no values.`, "Add at least one value.", where);
  else if (new Set(values).size < values.length)
    note("input_values_invalid", `The enum input “${input.name}” has the same value twice.`, "Remove one of them.", where);
}

/** A schema that cannot be used at all has that problem alone. */
function checkKeywords(input: InputDefinition, where: (...below: (string | number)[]) => Parameters<Note>[3], note: Note): void {
  if (input.type !== "json" || input.schema === undefined) return;
  try {
    for (const { path, message, suggestion } of findForeignKeywords(input.schema))
      note(
        "input_schema_invalid",
        `The JSON Schema of the input "${input.name}" cannot be used: ${message}`,
        suggestion,
        where("schema", ...path.split("/").slice(1)),
      );
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
  }
}

function checkDefault(input: InputDefinition, where: (...below: (string | number)[]) => Parameters<Note>[3], note: Note): void {
  try {
    const compiled = compileInput(input);
    // An enum without values has its own problem.
    if (input.default === undefined || (input.type === "enum" && !input.values?.length)) return;
    for (const fault of compiled.check(input.default)) {
      note(
        "input_default_invalid",
        `The default of the input “${input.name}” ${fault.message}.`,
        "Correct or remove the default.",
        where("default"),
      );
    }
  } catch (error) {
    if (!(error instanceof JsonSchemaError)) throw error;
    note(
      "input_schema_invalid",
      `The JSON Schema of the input “${input.name}” is not valid: ${error.message}`,
      error.suggestion,
      where("schema", ...error.path.split("/").slice(1)),
    );
  }
}
