/**
 * Two node names count as one where this gives the same text: composed (NFC), then upper and lower case, in no
 * language's own way. Going through upper case first also joins `ß` with `ss` and both forms of the Greek sigma.
 */
export function foldName(name: string): string {
  return name.normalize("NFC").toUpperCase().toLowerCase();
}
