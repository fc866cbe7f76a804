/** The keys that secrets are sealed with. */
import * as z from "zod";
import { declareRoute } from "./route.ts";

const rotateSecrets = declareRoute({
  method: "POST",
  path: "/api/secrets/rotate",
  access: "account.own",
  audit: ["encryption.rotated"],
  summary: "Seals the account's secrets anew with the key that stands first in MILLRACE_ENCRYPTION_KEYS",
  description:
    "To be called again until `done` is true; it goes on where it was. Then the other keys open nothing of this account any more and can be removed, once the other accounts of the installation are done too.",
  body: z.strictObject({}),
  bodyRequired: false,
  answer: z.object({
    keyId: z.string().meta({ description: "The key that seals now." }),
    secrets: z.int().meta({ description: "How many were sealed anew by this call." }),
    unreadable: z
      .array(z.object({ what: z.string(), name: z.string(), workflowId: z.string(), keyId: z.string() }))
      .meta({ description: "What none of the keys opens. It stays as it is; give these their values again." }),
    done: z.boolean(),
  }),
  status: 200,
  errors: [],
});

export const secretRoutes = { rotateSecrets };
