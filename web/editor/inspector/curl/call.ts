export interface Pair {
  readonly name: string;
  readonly value: string;
}
export type CurlBody = { readonly type: "json" | "form" | "xml" | "text" | "multipart"; readonly value: string };

/** The settings of an API node. */
export interface CurlCall {
  readonly method: string;
  readonly url: string;
  readonly query: readonly Pair[];
  readonly headers: readonly Pair[];
  readonly body?: CurlBody;
}

/** What could not be carried over, or was read in a way that one should know of. */
export type CurlNote =
  | "password"
  | "authentication"
  | "file"
  | "method"
  | "getBody"
  | "more"
  | "address"
  | "pattern"
  | "variable"
  | "substitution"
  | "redirect"
  | "expression"
  | "json"
  | "options";
