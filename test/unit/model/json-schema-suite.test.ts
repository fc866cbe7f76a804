import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkJson } from "#flow/json-schema/check-json.ts";
import { compileJsonSchema } from "#flow/json-schema/compile-json-schema.ts";
import { JsonSchemaError } from "#flow/json-schema/json-schema-error.ts";

/** The official suite lies beside the project, not in it. */
const suite = join(import.meta.dirname, "../../../../shared/suites/json-schema/draft2020-12");

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

/** The formats that are checked; the suite's files of others are not run. */
const formats = ["date-time", "date", "time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "json-pointer", "regex"];

/** Groups that need a document which would have to be fetched. They are refused, and that is what is tested. */
const remote = new Set([
  "defs.json: validate definition against metaschema",
  "dynamicRef.json: strict-tree schema, guards against misspelled properties",
  "dynamicRef.json: tests for implementation dynamic anchor and reference link",
  "dynamicRef.json: $ref and $dynamicAnchor are independent of order - $defs first",
  "dynamicRef.json: $ref and $dynamicAnchor are independent of order - $ref first",
  "dynamicRef.json: $ref to $dynamicRef finds detached $dynamicAnchor",
  "ref.json: remote ref, containing refs itself",
  "refRemote.json: remote ref",
  "refRemote.json: fragment within remote ref",
  "refRemote.json: anchor within remote ref",
  "refRemote.json: ref within remote ref",
  "refRemote.json: base URI change",
  "refRemote.json: base URI change - change folder",
  "refRemote.json: base URI change - change folder in subschema",
  "refRemote.json: root ref in remote ref",
  "refRemote.json: remote ref with ref to defs",
  "refRemote.json: Location-independent identifier in remote ref",
  "refRemote.json: retrieved nested refs resolve relative to their URI not $id",
  "refRemote.json: remote HTTP ref with different $id",
  "refRemote.json: remote HTTP ref with different URN $id",
  "refRemote.json: remote HTTP ref with nested absolute ref",
  "refRemote.json: $ref to $ref finds detached $anchor",
  // Their metaschema is what would have to be fetched.
  "vocabulary.json: schema that uses custom metaschema with with no validation vocabulary",
  "vocabulary.json: ignore unrecognized optional vocabulary",
]);

/** What an internationalized name in its ASCII form stands for is not looked into (IDNA 2008, appendix A). */
const isOfIdna = (file: string, { data, valid }: { data: unknown; valid: boolean }) =>
  file.endsWith("/hostname.json") && !valid && typeof data === "string" && data.startsWith("xn--");

function runFile(file: string, checksFormats: boolean): void {
  describe(file, () => {
    for (const { description, schema, tests } of JSON.parse(readFileSync(join(suite, file), "utf8")) as Group[]) {
      if (remote.has(`${file}: ${description}`)) {
        test(`${description}: is refused, because it leads outside of the schema`, () => {
          expect(() => compileJsonSchema(schema)).toThrow(JsonSchemaError);
        });
        continue;
      }
      for (const each of tests) {
        const name = `${description}: ${each.description}`;
        if (isOfIdna(file, each)) test.skip(`${name}: IDNA's rules for single letters are not checked`, () => {});
        else
          test(name, () => {
            expect(checkJson(compileJsonSchema(schema, { checksFormats }), each.data).length === 0).toBe(each.valid);
          });
      }
    }
  });
}

if (!existsSync(suite)) {
  console.log(`skipped: JSON Schema's suite is not at ${suite}`);
  test.skip("JSON Schema's suite is there", () => {});
} else {
  for (const file of readdirSync(suite).filter((name) => name.endsWith(".json"))) runFile(file, false);
  for (const format of formats) runFile(`optional/format/${format}.json`, true);
}
