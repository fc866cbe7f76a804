import { explainUnion, formatWords, type FoundIssue } from "./explain-union.ts";

/** One fault of a value that came from outside: where (an RFC 6901 pointer), a stable code, and a sentence. */
export interface Issue {
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

/** The RFC 6901 pointer of a path; the empty text is the whole value. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** A zod issue as ours, one for each unknown key, and for a union what it wants; `base` is put in front of its path. */
export function toIssue(issue: FoundIssue, base: readonly PropertyKey[] = []): Issue[] {
  const path = [...base, ...issue.path];
  if (issue.code === "invalid_union" && issue.message === "Invalid input" && issue.errors?.length)
    return explainUnion(issue).flatMap((each) => toIssue(each, base));
  if (issue.code !== "unrecognized_keys" || !issue.keys)
    return [{ path: pointer(path), code: issue.code ?? "custom", message: messageOf(issue) }];
  return issue.keys.map((key) => ({
    path: pointer([...path, key]),
    code: "unknown_key",
    message: `There is no setting named “${key}”. Remove it or correct its name.`,
  }));
}

function messageOf({ code, format, message }: FoundIssue): string {
  const wanted = code === "invalid_format" && message.startsWith("Invalid ") ? formatWords[format ?? ""] : undefined;
  return wanted ? `Give ${wanted}.` : sentence(message);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
