import type { ProblemEntry } from "../problems/problem.ts";
import { Refusal } from "../problems/refusal.ts";
import { limits } from "../limits.ts";

/** A place in an uploaded file, both counted from 1. */
export interface Place {
  readonly line: number;
  readonly column?: number;
}

/** Collects what is wrong with a file and what is odd about it. A file with a single error is refused whole. */
export class FileIssues {
  readonly warnings: ProblemEntry[] = [];
  readonly #errors: ProblemEntry[] = [];
  readonly #onError: () => void;
  #moreWarnings = 0;

  constructor(onError: () => void = () => {}) {
    this.#onError = onError;
  }

  /** Records an error and continues, so several can be fixed together; throws if enough are known. */
  error(code: string, place: Place, message: string): void {
    this.#errors.push({ path: "", code, message: `${nameOf(place)}: ${message}` });
    this.#onError();
    if (this.#errors.length >= limits.maxDatasetIssues) this.#refuse();
  }

  /** Throws immediately: the rest cannot be read. */
  fatal(code: string, place: Place, message: string): never {
    this.#errors.push({ path: "", code, message: `${nameOf(place)}: ${message}` });
    this.#refuse();
  }

  warn(code: string, place: Place, message: string): void {
    if (this.warnings.length < limits.maxDatasetIssues) this.warnings.push({ path: "", code, message: `${nameOf(place)}: ${message}` });
    else this.#moreWarnings++;
  }

  /** The warnings of a file that has no errors; throws where it has. */
  finish(): readonly ProblemEntry[] {
    if (this.#errors.length > 0) this.#refuse();
    if (this.#moreWarnings === 0) return this.warnings;
    return [...this.warnings, { path: "", code: "more", message: `There are ${this.#moreWarnings} more warnings.` }];
  }

  #refuse(): never {
    throw new Refusal("validation_failed", {
      detail: "The file has errors, so nothing was saved.",
      suggestion: "Fix the errors listed under errors, then upload the file again.",
      errors: this.#errors,
    });
  }
}

function nameOf({ line, column }: Place): string {
  return column === undefined ? `Line ${line}` : `Line ${line}, column ${column}`;
}
