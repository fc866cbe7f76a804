/**
 * Encrypts all secrets of an account again with the first key. Each step is a batch that leaves every row readable, so
 * the rotation may stop at any time and start again: secrets with that key are skipped.
 */
import type { AccountId } from "#flow/ids.ts";
import type { Statement, Statements } from "../audit/write.ts";
import type { Database } from "../database.ts";
import { keyIdOf, open, seal, UnsealError, type Keyring } from "../encryption.ts";
import type { SealedHome, SealedRow } from "./sealed-home.ts";
import { sealedHomes } from "./sealed-homes.ts";

export interface Rotation {
  /** The key that seals now. */
  readonly keyId: string;
  readonly secrets: number;
  /** What none of the keys opens; it stays as it is. */
  readonly unreadable: readonly { readonly what: string; readonly name: string; readonly workflowId: string; readonly keyId: string }[];
  /** Nothing is left that another key has sealed, beside what is unreadable. */
  readonly done: boolean;
}

interface RotationWork {
  /** Runs statements as one batch; false where the first changed nothing, and then none did. */
  write(statements: Statements, secrets: number): Promise<boolean>;
  /** About how many secrets one call may seal. */
  readonly maxSecrets: number;
  readonly homes?: readonly SealedHome[];
}

const pageSize = 50;

export async function rotateSecrets(
  db: Database,
  accountId: AccountId,
  keyring: Keyring,
  { write, maxSecrets, homes = sealedHomes }: RotationWork,
): Promise<Rotation> {
  const unreadable: Rotation["unreadable"][number][] = [];
  let secrets = 0;
  let missed = false;
  const report = (done: boolean): Rotation => ({ keyId: keyring.current, secrets, unreadable, done });
  for (const home of homes) {
    for (let after: string | null = ""; after !== null;) {
      if (secrets >= maxSecrets) return report(false);
      const { rows, next } = await home.find(db, accountId, after, pageSize);
      const statements: Statement[] = [];
      // Two deployments may hold one sealed text, which is replaced in both by one statement.
      const sealedAnew = new Map<string, string>();
      for (const row of rows) {
        const changes = await sealRow(row, keyring, sealedAnew, (text) => unreadable.push({ what: home.what, ...text }));
        if (changes.size > 0) statements.push(...row.replace(db, changes));
      }
      const [first, ...others] = statements;
      if (first) {
        if (await write([first, ...others], sealedAnew.size)) secrets += sealedAnew.size;
        else missed = true;
      }
      after = next;
    }
  }
  return report(!missed);
}

/** The texts of a row that another key has sealed, and what is to stand in their place; none twice in a page. */
async function sealRow(
  { texts }: SealedRow,
  keyring: Keyring,
  sealedAnew: Map<string, string>,
  skip: (text: { name: string; workflowId: string; keyId: string }) => void,
): Promise<Map<string, string>> {
  const changes = new Map<string, string>();
  for (const { text, place } of texts) {
    const keyId = keyIdOf(text);
    if (keyId === keyring.current || sealedAnew.has(text)) continue;
    try {
      const sealed = await seal(await open(text, place, keyring), place, keyring);
      sealedAnew.set(text, sealed);
      changes.set(text, sealed);
    } catch (error) {
      if (!(error instanceof UnsealError)) throw error;
      skip({ name: place.name, workflowId: place.workflowId, keyId });
    }
  }
  return changes;
}
