/** `env_variables.json`: the environment variables of a workflow, without the values of secure ones. */
import * as z from "zod";
import { findDuplicate } from "./find-duplicate.ts";

const packagedVariable = z.strictObject({
  name: z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, "A variable is named by letters, digits and underscores, and begins with no digit."),
  secure: z.boolean(),
  value: z.string().max(64 * 1024).nullable().meta({ description: "Null where it still has to be given, as for every secure one in an export." }),
  notes: z.string().max(2_000),
  hosts: z.array(z.string().max(300)).max(100).optional().meta({ description: "Where a secure value may be sent to; anywhere where this is missing." }),
});

export const envVariables = z
  .strictObject({ schemaVersion: z.literal(1), variables: z.array(packagedVariable).max(1_000) })
  .superRefine(({ variables }, context) => {
    const index = findDuplicate(variables.map(({ name }) => name));
    if (index !== undefined)
      context.addIssue({ code: "custom", path: ["variables", index, "name"], message: "A variable above has the same name." });
  })
  .meta({ id: "EnvVariables" });

export type PackagedVariable = z.output<typeof packagedVariable>;
