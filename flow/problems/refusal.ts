import type { ErrorCode } from "./errors.ts";
import type { ProblemEntry } from "./problem.ts";

export interface RefusalMore {
  /** A full sentence for a person. */
  readonly detail?: string;
  readonly suggestion?: string;
  readonly errors?: readonly ProblemEntry[];
  /** The run that the refusal is about. */
  readonly runId?: string;
  readonly retryAfterSec?: number;
  /** The methods that an address takes, for `method_not_allowed`. */
  readonly allow?: readonly string[];
}

/** Thrown where a request is refused; the one handler turns it into problem details. Not for bugs. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: ErrorCode;
  readonly more: RefusalMore;

  constructor(code: ErrorCode, more: RefusalMore = {}) {
    super(more.detail ?? code);
    this.code = code;
    this.more = more;
  }
}
