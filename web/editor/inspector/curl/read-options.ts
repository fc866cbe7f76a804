import { changesNothing, isCarried, otherAuthentication, shortOptions, takesValue } from "./options.ts";

/** What an option with a value says, in the order in which the options stand. */
export interface CurlOptions {
  readonly addresses: readonly string[];
  readonly values: readonly (readonly [name: string, value: string])[];
  readonly switches: ReadonlySet<string>;
  /** Options as they were written that are not carried over. */
  readonly notCarried: readonly string[];
  /** True if `--next` starts a second call. */
  readonly hasNext: boolean;
}

/** Parses the words after `curl` by curl's own rules: a word that is not an option is an address, and `--` changes nothing. */
export function readOptions(words: readonly string[]): CurlOptions {
  const addresses: string[] = [];
  const values: [string, string][] = [];
  const switches = new Set<string>();
  const notCarried = new Set<string>();
  let hasNext = false;
  let onlyAddresses = false;
  for (let at = 0; at < words.length && !hasNext; at++) {
    const word = words[at]!;
    if (word === "--") onlyAddresses = true;
    else if (onlyAddresses || !word.startsWith("-") || word === "-") addresses.push(word);
    else {
      for (const { name, written, value } of optionsIn(word)) {
        if (name === "next") hasNext = true;
        else if (takesValue.has(name)) {
          const given = value ?? words[++at] ?? "";
          if (name === "url") addresses.push(given);
          else values.push([name, given]);
        } else switches.add(name);
        if (otherAuthentication.has(name)) switches.add(name);
        else if (!isCarried.has(name) && !changesNothing.has(name)) notCarried.add(written);
      }
    }
  }
  return { addresses, values, switches, notCarried: [...notCarried], hasNext };
}

interface Option {
  readonly name: string;
  readonly written: string;
  readonly value?: string;
}

/** `-sSXPOST` is three options, the last with its value. `--data=x` is not curl's way, but its meaning is plain. */
function optionsIn(word: string): Option[] {
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const name = word.slice(2, equals < 0 ? undefined : equals);
    const value = equals < 0 || !takesValue.has(name) ? {} : { value: word.slice(equals + 1) };
    return [{ name, written: `--${name}`, ...value }];
  }
  const options: Option[] = [];
  for (let at = 1; at < word.length; at++) {
    const written = `-${word[at]!}`;
    const name = shortOptions[word[at]!] ?? word[at]!;
    if (takesValue.has(name)) return [...options, { name, written, ...(at + 1 < word.length ? { value: word.slice(at + 1) } : {}) }];
    options.push({ name, written });
  }
  return options;
}
