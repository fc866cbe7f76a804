/** The keys that secrets are sealed with. */
import * as z from "zod";
import { declareRoute } from "./route.ts";

const rotateSecrets = declareRoute({
  method: "POST",
  path: "/api/secrets/rotate",
  access: "account.own",
  audit: ["encryption.rotated"],
  summary: "Re-encrypts the account's secrets with the first key in MILLRACE_ENCRYPTION_KEYS",
  description:
    "Call this again until `done` is true. Each call continues where the last one stopped. After all accounts of the installation are done, you can remove the other keys.",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({
    keyId: z.string().meta({ description: "The key that is used now." }),
    secrets: z.int().meta({ description: "How many secrets this call re-encrypted." }),
    unreadable: z
      .array(z.object({ what: z.string(), name: z.string(), workflowId: z.string(), keyId: z.string() }))
      .meta({ description: "Secrets that no key can decrypt. They do not change. Enter their values again." }),
    done: z.boolean(),
  }),
  status: 200,
  errors: [],
});

export const secretRoutes = { rotateSecrets };
