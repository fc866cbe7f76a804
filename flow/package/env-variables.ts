/** `env_variables.json`: the environment variables of a workflow, without the values of secure ones. */
import * as z from "zod";
import { limits } from "../limits.ts";
import { asHost, faultOfValue, isVariableName } from "../variables/variable.ts";
import { findDuplicate } from "./find-duplicate.ts";

const packagedVariable = z
  .strictObject({
    name: z.string().refine(isVariableName, "Use up to 64 letters, digits and underscores. Do not start with a digit."),
    secure: z.boolean(),
    value: z.string().nullable().meta({ description: "Null if the value is missing, as for all secure variables in an export." }),
    notes: z.string().max(2_000),
    hosts: z
      .array(z.string().refine((host) => asHost(host) === host, "Write the host in lower case, for example api.example.com."))
      .min(1)
      .max(limits.maxVariableHosts)
      .optional()
      .meta({ description: "The only hosts that a secure value can be sent to. Missing if any host is allowed." }),
  })
  .superRefine(({ secure, value, hosts }, context) => {
    const fault = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const wrong = value === null ? undefined : faultOfValue(value);
    if (wrong) fault("value", wrong);
    if (secure && value === "") fault("value", "A secure value cannot be empty.");
    if (!secure && hosts) fault("hosts", "Only a secure variable can be bound to hosts.");
  });

export const envVariables = z
  .strictObject({ schemaVersion: z.literal(1), variables: z.array(packagedVariable).max(limits.maxVariables) })
  .superRefine(({ variables }, context) => {
    const index = findDuplicate(variables.map(({ name }) => name));
    if (index !== undefined)
      context.addIssue({ code: "custom", path: ["variables", index, "name"], message: "A variable above has the same name." });
  })
  .meta({ id: "EnvVariables" });

export type PackagedVariable = z.output<typeof packagedVariable>;
