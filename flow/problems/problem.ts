/** Refusals on the wire: RFC 9457 problem details, made from the rows of flow/problems/errors.ts. */
import * as z from "zod";
import { errors, type ErrorCode } from "./errors.ts";
import type { Issue } from "./issue.ts";

const problemEntry = z.looseObject({ path: z.string().optional(), code: z.string(), message: z.string() });

export const problemDetails = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    code: z.string().meta({ description: "Stable, for use in programs." }),
    suggestion: z.string(),
    errors: z.array(problemEntry).optional(),
    runId: z.string().optional(),
    requestId: z.string().optional().meta({ description: "Finds this request in the installation's logs." }),
  })
  .meta({ id: "Problem", title: "Problem details (RFC 9457)" });

/** One entry of `errors`: what is wrong, and where. */
export interface ProblemEntry extends Omit<Issue, "path"> {
  readonly path?: string;
  readonly node?: string;
  readonly severity?: string;
  readonly suggestion?: string;
}

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly code: ErrorCode;
  readonly suggestion: string;
  readonly errors?: readonly ProblemEntry[];
  readonly runId?: string;
  readonly requestId?: string;
}

export interface ProblemMore {
  readonly detail?: string | undefined;
  /** Takes the place of the row's suggestion where more is known. */
  readonly suggestion?: string | undefined;
  readonly errors?: readonly ProblemEntry[] | undefined;
  readonly runId?: string | undefined;
  readonly requestId?: string | undefined;
}

/** The problem details of a code; `status` is the HTTP status to answer with. */
export function problem(code: ErrorCode, more: ProblemMore = {}): Problem {
  const { status, title, suggestion } = errors[code];
  return {
    type: `urn:millrace:problem:${code}`,
    title,
    status,
    ...(more.detail === undefined ? {} : { detail: more.detail }),
    code,
    suggestion: more.suggestion ?? suggestion,
    ...(more.errors === undefined ? {} : { errors: more.errors }),
    ...(more.runId === undefined ? {} : { runId: more.runId }),
    ...(more.requestId === undefined ? {} : { requestId: more.requestId }),
  };
}
