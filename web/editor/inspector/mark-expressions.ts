import { splitTemplate } from "#flow/expressions/split-template.ts";

export interface Mark {
  text: string;
  /** `open`: started and not yet closed. */
  kind: "text" | "expression" | "open";
}

/** A text in its pieces, braces included, so that the expressions in it can be tinted. */
export function markExpressions(text: string): Mark[] {
  try {
    return splitTemplate(text).map((piece) =>
      piece.kind === "text" ? { kind: "text", text: piece.text } : { kind: "expression", text: text.slice(piece.start - 2, piece.end + 2) },
    );
  } catch {
    // What is typed last is seldom closed yet; what stands before it is marked all the same.
    const open = text.lastIndexOf("{{");
    return [...(open > 0 ? markExpressions(text.slice(0, open)) : []), { kind: "open", text: text.slice(open) }];
  }
}
