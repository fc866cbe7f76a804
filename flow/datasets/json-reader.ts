/**
 * Finds the objects of a JSON array, or of JSON Lines, in text that arrives in pieces, without parsing them: it follows
 * strings and brackets only, so that it holds one row at a time.
 */
import { limits } from "../limits.ts";
import type { FileIssues, Place } from "./file-issues.ts";

type OnText = (text: string, place: Place) => void;

export interface TextReader {
  push(text: string): void;
  end(): void;
}

/** One JSON text on each line; blank lines are skipped. */
export function jsonLinesReader(issues: FileIssues, onText: OnText): TextReader {
  let rest = "";
  let line = 1;
  const take = (text: string) => {
    if (text.length > limits.maxDatasetRowBytes) tooLarge(issues, { line });
    if (text.trim() !== "") onText(text, { line, column: 1 });
    line++;
  };
  return {
    push(text) {
      let from = 0;
      for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
        take(rest + text.slice(from, at));
        rest = "";
        from = at + 1;
      }
      rest += text.slice(from);
      if (rest.length > limits.maxDatasetRowBytes) tooLarge(issues, { line });
    },
    end() {
      if (rest !== "") take(rest);
    },
  };
}

type Expecting = "array" | "first" | "element" | "separator" | "nothing";

/** The elements of one top-level array. */
export class JsonArrayReader implements TextReader {
  readonly #issues: FileIssues;
  readonly #onText: OnText;
  #expecting: Expecting = "array";
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #element = "";
  #start: Place = { line: 1 };
  #line = 1;
  #column = 0;

  constructor(issues: FileIssues, onText: OnText) {
    this.#issues = issues;
    this.#onText = onText;
  }

  push(text: string): void {
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 10) {
        this.#line++;
        this.#column = 0;
      } else this.#column++;
      if (this.#inString) {
        if (this.#isEscaped) this.#isEscaped = false;
        else if (code === 92) this.#isEscaped = true;
        else if (code === 34) this.#inString = false;
      } else if (this.#depth > 0) {
        if (code === 34) this.#inString = true;
        else if (code === 123 || code === 91) this.#depth++;
        else if (code === 125 || code === 93) {
          this.#depth--;
          if (this.#depth === 0) {
            this.#keep(text.slice(from, at + 1));
            const element = this.#element;
            this.#element = "";
            this.#expecting = "separator";
            this.#onText(element, this.#start);
          }
        }
      } else if (code === 32 || code === 10 || code === 13 || code === 9) continue;
      else if (this.#between(text[at]!)) from = at;
    }
    if (this.#depth > 0) this.#keep(text.slice(from));
  }

  end(): void {
    if (this.#expecting === "nothing") return;
    this.#issues.fatal(
      "unexpected_end",
      this.#place(),
      this.#expecting === "array" ? "The file is empty. It must be a JSON array of objects." : "The file ends before the array is closed.",
    );
  }

  /** A character outside of the elements; true if an element starts with it. */
  #between(char: string): boolean {
    const expecting = this.#expecting;
    if (expecting === "array") {
      if (char !== "[")
        this.#issues.fatal(
          "no_array",
          this.#place(),
          "The file must be a JSON array of objects. For one object per line, choose JSON Lines.",
        );
      this.#expecting = "first";
    } else if (expecting === "nothing") this.#issues.fatal("text_after_end", this.#place(), "There is text after the end of the array.");
    else if (expecting === "separator") {
      if (char !== "," && char !== "]")
        this.#issues.fatal("invalid_json", this.#place(), "A comma or the end of the array is expected here.");
      this.#expecting = char === "," ? "element" : "nothing";
    } else if (char === "]" && expecting === "first") this.#expecting = "nothing";
    else if (char === "{") {
      this.#depth = 1;
      this.#start = this.#place();
      return true;
    } else this.#issues.fatal("no_object", this.#place(), "Every element of the array must be an object: `{ … }`.");
    return false;
  }

  #keep(piece: string): void {
    this.#element = this.#element === "" ? piece : this.#element + piece;
    if (this.#element.length > limits.maxDatasetRowBytes) tooLarge(this.#issues, this.#start);
  }

  #place(): Place {
    return { line: this.#line, column: Math.max(1, this.#column) };
  }
}

function tooLarge(issues: FileIssues, place: Place): never {
  issues.fatal("row_too_large", place, `The row that starts here is larger than ${limits.maxDatasetRowBytes / 1024} KiB.`);
}
