/** A node's name as it is written behind `steps.`. */
export function quoteName(name: string): string {
  if (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) && !["and", "or", "in", "true", "false", "null", "function", "λ"].includes(name)) return name;
  // JSONata knows no escape inside backticks; a text as a step of a path means the same.
  return name.includes("`") ? JSON.stringify(name) : `\`${name}\``;
}
