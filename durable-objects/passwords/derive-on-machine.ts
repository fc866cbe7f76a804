import { fromBase64, toBase64, type Derive } from "./scrypt.ts";

/** Lets the process around the local runtime compute the key, on a thread of its own (scripts/server/machine.ts). */
export function deriveOnMachine(machine: Fetcher): Derive {
  return async ({ salt, ...derivation }) => {
    const body = JSON.stringify({ ...derivation, salt: toBase64(salt) });
    const answer = await machine.fetch("http://machine/scrypt", { method: "POST", body });
    if (!answer.ok) throw new Error(`the machine answered ${answer.status} to a key derivation`);
    return fromBase64(await answer.text());
  };
}
