/** Passwords: native scrypt with the cost that OWASP's cheat sheet gives for p = 3, in the PHC string form. */
import { scrypt, timingSafeEqual } from "node:crypto";

export interface Derivation {
  /** Normalized. */
  readonly password: string;
  readonly salt: Uint8Array;
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly keyBytes: number;
}
/** Computes the key: `deriveHere`, or a function that does it elsewhere. */
export type Derive = (derivation: Derivation) => Promise<Uint8Array>;

const cost = { ln: 15, r: 8, p: 3 } as const;
const keyBytes = 32;
/** No one has this password: it stands in for a missing hash, so that the answer takes as long. */
const nobodys = `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${"A".repeat(22)}$${"A".repeat(43)}`;

/** `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, in base64 without padding. */
export async function hashPassword(password: string, derive: Derive): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await derive(derivationOf(password, salt, cost.ln, cost.r, cost.p));
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/** Returns false for a wrong password, for no hash (after the usual time), and for a hash of another form. */
export async function verifyPassword(hash: string | null, password: string, derive: Derive): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash ?? nobodys);
  if (!parts) return false;
  const [, ln, r, p, salt = "", expected = ""] = parts;
  const wanted = fromBase64(expected);
  const key = await derive(derivationOf(password, fromBase64(salt), Number(ln), Number(r), Number(p)));
  return hash !== null && key.length === wanted.length && timingSafeEqual(key, wanted);
}

/** Runs on the isolate's own thread, which does nothing else meanwhile. */
export const deriveHere: Derive = ({ password, salt, N, r, p, keyBytes: length }) => {
  // scrypt needs 128·N·r bytes and some more; the default ceiling is exactly that product for our cost.
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
};

function derivationOf(password: string, salt: Uint8Array, ln: number, r: number, p: number): Derivation {
  // NFKC, as RFC 8265 asks, so that a password typed on another keyboard is the same password.
  return { password: password.normalize("NFKC"), salt, N: 2 ** ln, r, p, keyBytes };
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

export function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
