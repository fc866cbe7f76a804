const units = (text: string, change: (unit: string) => string) => text.replaceAll(/[^]/g, change);
const from = (alphabet: string, to: string) => (text: string) =>
  units(text, (unit) => (alphabet.includes(unit) ? (to[alphabet.indexOf(unit)] ?? unit) : unit));

/** Ways of hiding a text from a reader that looks at it as it is. */
export const disguises: Readonly<Record<string, (text: string) => string>> = {
  "zero-width spaces": (text) => units(text, (unit) => `${unit}\u200b`),
  "look-alikes": from("aeopcxiAEOPC", "аеорсхіАЕОРС"),
  leet: from("aeiost", "431057"),
  "full width": (text) => units(text, (unit) => (/[!-~]/.test(unit) ? String.fromCharCode(unit.charCodeAt(0) + 0xfee0) : unit)),
  "tag characters": (text) => units(text, (unit) => (/[ -~]/.test(unit) ? String.fromCodePoint(0xe0000 + unit.charCodeAt(0)) : unit)),
  spaces: (text) => text.split("").join(" "),
  dots: (text) => text.split("").join("."),
  base64: (text) => Buffer.from(text).toString("base64"),
  "URL encoding": (text) => encodeURIComponent(text.toWellFormed()),
};
