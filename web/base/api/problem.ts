import { labels } from "../labels.ts";

/** What went wrong, as the pages show it: what happened, why, what to do. From problem details (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  title: string;
  detail?: string | undefined;
  suggestion?: string | undefined;
  errors: readonly ProblemEntry[];
  runId?: string | undefined;
  requestId?: string | undefined;
  /** The node that failed, where the answer names one. */
  node?: string | undefined;
}
export interface ProblemEntry {
  path?: string | undefined;
  code?: string | undefined;
  message: string;
  suggestion?: string | undefined;
  node?: string | undefined;
}

/** Thrown by the client for every request that was not answered with success. */
export class RequestFailed extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

const text = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const record = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

function parseEntry(value: unknown): ProblemEntry {
  const entry = record(value);
  return {
    path: text(entry.path),
    code: text(entry.code),
    message: text(entry.message) ?? "",
    suggestion: text(entry.suggestion),
    node: nodeName(entry.node),
  };
}

function nodeName(value: unknown): string | undefined {
  return text(value) ?? text(record(value).name);
}

/** Takes any answer to a failed request; an answer without problem details still becomes a Problem. */
export function parseProblem(status: number, body: unknown, requestId?: string | null): Problem {
  const given = record(body);
  const said = text(given.title) ?? text(given.message);
  return {
    status,
    code: text(given.code) ?? `http_${status}`,
    title: said ?? labels.problems.answered(status),
    detail: text(given.detail),
    // Not our server's words: something before it is in trouble.
    suggestion: text(given.suggestion) ?? (said === undefined && status >= 500 ? labels.problems.tryLater : undefined),
    errors: Array.isArray(given.errors) ? given.errors.map(parseEntry) : [],
    runId: text(given.runId),
    requestId: status >= 500 ? (text(given.requestId) ?? text(requestId)) : undefined,
    node: nodeName(given.node),
  };
}

/**
 * Explains a caught value to a person. Anything that is not an answer of the server counts as unreachable or an error
 * of the page.
 */
export function problemOf(caught: unknown): Problem {
  if (caught instanceof RequestFailed) return caught.problem;
  if (caught instanceof TypeError && /fetch|network|load failed/i.test(caught.message))
    return { status: 0, code: "unreachable", errors: [], ...labels.problems.unreachable };
  return {
    status: 0,
    code: "page",
    errors: [],
    ...labels.problems.page,
    detail: caught instanceof Error ? caught.message : String(caught),
  };
}

/** Whether the same may be answered the next time: nothing came, or the server had reasons of its own. */
export const mayPass = ({ status }: Problem): boolean => status === 0 || status >= 500 || status === 429;

/** Whether an entry is about a field, by the last part of its path, or about one item of a field that is a list. */
function isAbout({ path }: ProblemEntry, field: string): boolean {
  return path !== undefined && new RegExp(`(^|[/.])${field}([/.]\\d.*)?$`).test(path);
}

/** The message for one field of a form. */
export function errorOfField(problem: Problem | undefined, field: string): string | undefined {
  return problem?.errors.find((entry) => isAbout(entry, field))?.message;
}

/** What a form says above its fields: the problem, unless all that it says stands beside one of these. */
export function problemBeyond(problem: Problem | undefined, fields: readonly string[]): Problem | undefined {
  const isBeside = problem?.errors.length && problem.errors.every((entry) => fields.some((field) => isAbout(entry, field)));
  return isBeside ? undefined : problem;
}
