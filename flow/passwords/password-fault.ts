import { commonPasswords } from "./common-passwords.ts";

/** Why a new password is too easy to guess, as a sentence; undefined for one that may be used. */
export function passwordFault(password: string): string | undefined {
  const text = password.normalize("NFKC").trim().toLowerCase();
  if (text === "") return "Enter a password that is not blank.";
  if (new Set(text).size === 1) return "Choose a password with more than one character repeated.";
  if (commonPasswords.has(text)) return "This password is among the most used ones. Choose another.";
  return undefined;
}
