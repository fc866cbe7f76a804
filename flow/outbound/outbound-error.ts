import type { ErrorCode } from "../problems/errors.ts";
import type { FailureClass } from "../problems/node-error.ts";

/** Why a call to the outside brought no answer. Recognise it by `code`; its fields are those of a NodeError. */
export class OutboundError extends Error {
  readonly code: ErrorCode;
  readonly suggestion: string;
  readonly class: FailureClass;

  constructor(code: ErrorCode, message: string, suggestion: string, failure: FailureClass) {
    super(message);
    this.name = "OutboundError";
    this.code = code;
    this.suggestion = suggestion;
    this.class = failure;
  }
}
