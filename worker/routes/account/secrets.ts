import { secretRoutes } from "#flow/contract/secrets.ts";
import { parseKeyring } from "#store/encryption.ts";
import { rotateSecrets } from "#store/rotation/rotate-secrets.ts";
import type { HandlersOf } from "../frame/handler.ts";

/** Some seconds of work, well inside of what a request may take. */
const maxSecrets = 500;

export const secretHandlers: HandlersOf<typeof secretRoutes> = {
  async rotateSecrets(call) {
    const { db, caller, context } = call;
    const keyring = await parseKeyring(context.env.MILLRACE_ENCRYPTION_KEYS);
    const keyId = keyring.current;
    const rotation = await rotateSecrets(db, caller.account.id, keyring, {
      maxSecrets,
      write: async (statements, secrets) =>
        (await call.audited(
          { event: "encryption.rotated", subject: { id: keyId, name: keyId }, details: { keyId, secrets } },
          statements,
        )) !== undefined,
    });
    return { ...rotation, unreadable: [...rotation.unreadable] };
  },
};
