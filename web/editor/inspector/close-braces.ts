/** What typing one character into a template does beyond adding it. */
export interface BraceEdit {
  /** Text to add at the caret; empty where the caret only moves. */
  readonly insert: string;
  /** Where the caret goes. */
  readonly caret: number;
}

/**
 * Completes braces as one types: the second `{` adds `}}` after the caret, and a `}` that is already there is stepped
 * over. `caret` is where `typed` would be added; undefined where it is added as it is.
 */
export function closeBraces(text: string, caret: number, typed: string): BraceEdit | undefined {
  const [before, after] = [text.slice(0, caret), text.slice(caret)];
  if (typed === "{" && /(?<!\{)\{$/.test(before) && !isClosed(after)) return { insert: "{}}", caret: caret + 1 };
  if (typed === "}" && after.startsWith("}") && isInside(before)) return { insert: "", caret: caret + 1 };
  return undefined;
}

/** Whether the text up to the caret has opened an expression and not ended it with both braces. */
function isInside(before: string): boolean {
  const open = before.lastIndexOf("{{");
  return open >= 0 && !before.slice(open).includes("}}");
}

/** Whether the expression that is opened here has its end already. */
function isClosed(after: string): boolean {
  const end = after.indexOf("}}");
  const next = after.indexOf("{{");
  return end >= 0 && (next < 0 || end < next);
}
