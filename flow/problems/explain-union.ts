/** A zod issue, as far as it is looked at. */
export interface FoundIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly expected?: string;
  readonly format?: string;
  readonly values?: readonly unknown[];
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly FoundIssue[])[];
}

const typeWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  integer: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
  null: "null",
};

/**
 * What is wrong with a value that fits none of several forms, as issues that say what is wanted. zod itself says no more
 * than "Invalid input". Where the forms are plain values they are listed; where they are objects, the complaints are those
 * of the form that the value is most like. Paths are below the value.
 */
export function explainUnion(issue: FoundIssue): FoundIssue[] {
  const forms = (issue.errors ?? []).map((found) => found.flatMap((each) => (each.code === "invalid_union" ? explainBelow(each) : [each])));
  if (forms.length === 0) return [issue];
  const wanted = forms.map(wantedAtRoot);
  if (wanted.every((each) => each !== undefined)) return [{ ...issue, errors: [], message: `Give ${[...new Set(wanted)].join(" or ")}.` }];
  // Where each form asks for another value at the same place, that place decides: all its values are wanted.
  const first = forms[0]![0]!;
  const atPlace = forms.map((found) => found.find((each) => each.code === "invalid_value" && isSamePath(each.path, first.path)));
  if (first.code === "invalid_value" && atPlace.every((each) => each !== undefined)) {
    const values = [...new Set(atPlace.flatMap((each) => each.values ?? []))];
    return [
      {
        code: "invalid_value",
        path: [...issue.path, ...first.path],
        message: `Give one of ${values.map((value) => JSON.stringify(value)).join(", ")}.`,
      },
    ];
  }
  // A form of another kind altogether (a list where an object was sent) is less like the value than any that is of its kind.
  const likeness = (found: readonly FoundIssue[]) =>
    found.length +
    (found.some((each) => each.path.length === 0 && each.code !== "unrecognized_keys") ? 1_000 : 0) +
    10 * found.filter((each) => each.code === "invalid_value").length;
  const best = forms.reduce((a, b) => (likeness(b) < likeness(a) ? b : a));
  return best.map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

function explainBelow(issue: FoundIssue): FoundIssue[] {
  return explainUnion({ ...issue, path: [] }).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
}

/** What a form asks the value itself to be, or undefined where the value is of that kind and something inside is wrong. */
function wantedAtRoot(found: readonly FoundIssue[]): string | undefined {
  const root = found.find((each) => each.path.length === 0);
  if (!root) return undefined;
  if (root.code === "invalid_type" && root.expected !== undefined) return typeWords[root.expected] ?? root.expected;
  if (root.code === "invalid_value") return root.values?.map((value) => JSON.stringify(value)).join(" or ");
  if (root.code === "invalid_format") return formatWords[root.format ?? ""] ?? `a text of the form ${root.format}`;
  if (root.code === "invalid_union") return /^Give (.+)\.$/.exec(root.message)?.[1];
  return undefined;
}

/** How formats are written, by zod's names for them. */
export const formatWords: Readonly<Record<string, string>> = {
  datetime: "a time such as 2027-01-31T09:00:00Z",
  date: "a date such as 2027-01-31",
  time: "a time such as 09:00:00",
  email: "an e-mail address",
  url: "an address such as https://example.com",
};

function isSamePath(a: readonly PropertyKey[], b: readonly PropertyKey[]): boolean {
  return a.length === b.length && a.every((part, index) => part === b[index]);
}
