import { randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivately } from "./write-privately.ts";

export interface Secrets {
  readonly MILLRACE_AUTH_SECRET: string;
  readonly MILLRACE_ENCRYPTION_KEYS: string;
}

/**
 * The installation's secrets: made once, kept in the data folder for its owner's eyes only. The environment wins, for
 * those who keep their secrets elsewhere.
 */
export function loadSecrets(dataFolder: string, env: NodeJS.ProcessEnv): Secrets {
  const file = join(dataFolder, "secrets.json");
  if (!existsSync(file)) {
    const made: Secrets = {
      MILLRACE_AUTH_SECRET: randomBytes(32).toString("base64url"),
      MILLRACE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString("base64")}`,
    };
    writePrivately(file, `${JSON.stringify(made, null, 2)}\n`);
  }
  const kept = JSON.parse(readFileSync(file, "utf8")) as Secrets;
  return {
    MILLRACE_AUTH_SECRET: env.MILLRACE_AUTH_SECRET || kept.MILLRACE_AUTH_SECRET,
    MILLRACE_ENCRYPTION_KEYS: env.MILLRACE_ENCRYPTION_KEYS || kept.MILLRACE_ENCRYPTION_KEYS,
  };
}
