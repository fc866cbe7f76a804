/** UTF-8 that arrives in pieces. A character may be cut by the end of a piece; its beginning waits for the next one. */
import type { FileIssues } from "./file-issues.ts";

/** Converts bytes to text and drops the byte order mark. Refuses bytes that are not UTF-8 with their line and column. */
export class Utf8Decoder {
  readonly #issues: FileIssues;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #rest = new Uint8Array(0);
  #line = 1;
  #column = 1;
  #isFirst = true;

  constructor(issues: FileIssues) {
    this.#issues = issues;
  }

  decode(piece: Uint8Array): string {
    const bytes = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    const end = lastBoundary(bytes);
    this.#rest = bytes.slice(end);
    return this.#take(bytes.subarray(0, end));
  }

  end(): string {
    const rest = this.#rest;
    this.#rest = new Uint8Array(0);
    return this.#take(rest);
  }

  #take(bytes: Uint8Array): string {
    let text: string;
    try {
      text = this.#decoder.decode(bytes);
    } catch {
      return this.#refuse(bytes);
    }
    if (this.#isFirst && bytes.length > 0) {
      this.#isFirst = false;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    // UTF-16 without a mark is valid UTF-8 with a NUL beside each letter; no text file has one.
    const nul = text.indexOf("\0");
    if (nul >= 0) {
      this.#advance(text.slice(0, nul));
      this.#issues.fatal(
        "invalid_utf8",
        { line: this.#line, column: this.#column },
        "Here is a NUL byte. The file seems to be encoded in UTF-16. Save it as UTF-8.",
      );
    }
    this.#advance(text);
    return text;
  }

  #advance(text: string): void {
    let last = -1;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) {
      this.#line++;
      last = at;
    }
    this.#column = last < 0 ? this.#column + text.length : text.length - last;
  }

  #refuse(bytes: Uint8Array): never {
    // The byte order marks of UTF-16 start with bytes that UTF-8 never has.
    const isUtf16 = this.#isFirst && (bytes[0] === 0xff || bytes[0] === 0xfe);
    // The longest beginning that is whole: what follows it is the fault.
    let good = 0;
    let bad = bytes.length;
    while (bad - good > 1) {
      const middle = (good + bad) >> 1;
      if (this.#isWhole(bytes.subarray(0, lastBoundary(bytes.subarray(0, middle))))) good = middle;
      else bad = middle;
    }
    this.#advance(this.#decoder.decode(bytes.subarray(0, lastBoundary(bytes.subarray(0, good)))));
    this.#issues.fatal(
      "invalid_utf8",
      { line: this.#line, column: this.#column },
      isUtf16
        ? "The file is encoded in UTF-16. Save it as UTF-8."
        : "This byte is not valid UTF-8. Save the file as UTF-8. In a spreadsheet, choose “CSV UTF-8”.",
    );
  }

  #isWhole(bytes: Uint8Array): boolean {
    try {
      this.#decoder.decode(bytes);
      return true;
    } catch {
      return false;
    }
  }
}

/** The end of the last character that is complete, or that can never be. */
function lastBoundary(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(one.length + other.length);
  bytes.set(one);
  bytes.set(other, one.length);
  return bytes;
}
