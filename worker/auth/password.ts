/** Passwords: native scrypt with the cost that OWASP's cheat sheet gives for p = 3, in the PHC string form. */
import { scrypt, timingSafeEqual } from "node:crypto";

const cost = { ln: 15, r: 8, p: 3 } as const;
const keyBytes = 32;

/** `$scrypt$ln=15,r=8,p=3$<salt>$<hash>`, in base64 without padding. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const key = await derive(password, salt, cost.ln, cost.r, cost.p);
  return `$scrypt$ln=${cost.ln},r=${cost.r},p=${cost.p}$${toBase64(salt)}$${toBase64(key)}`;
}

/** Whether the password is the one that was hashed. False for a hash of another form. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const parts = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  if (!parts) return false;
  const [, ln, r, p, salt = "", expected = ""] = parts;
  const wanted = fromBase64(expected);
  const key = await derive(password, fromBase64(salt), Number(ln), Number(r), Number(p));
  return key.length === wanted.length && timingSafeEqual(key, wanted);
}

function derive(password: string, salt: Uint8Array, ln: number, r: number, p: number): Promise<Uint8Array> {
  const N = 2 ** ln;
  // scrypt needs 128·N·r bytes and some more; the default ceiling is exactly that product for our cost.
  const maxmem = 128 * N * r + 128 * r * p + 1024 * 1024;
  return new Promise((resolve, reject) => {
    // NFKC, as RFC 8265 asks, so that a password typed on another keyboard is the same password.
    scrypt(password.normalize("NFKC"), salt, keyBytes, { N, r, p, maxmem }, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function toBase64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replaceAll("=", "");
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
