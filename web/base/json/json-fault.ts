/** A text or a number or a word, at the place where the search stands. */
const scalar = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Where a text stops being JSON, as an index; undefined where it is JSON, or nested too deep to look. Browsers do not always tell. */
export function findJsonFault(text: string): number | undefined {
  let at = 0;
  const next = (): string | undefined => {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
    return text[at];
  };
  const take = (character: string): boolean => next() === character && ++at > 0;
  const takeScalar = (): boolean => {
    scalar.lastIndex = at;
    if (!scalar.test(text)) return false;
    at = scalar.lastIndex;
    return true;
  };
  const takeMembers = (close: string, member: () => boolean): boolean => {
    if (take(close)) return true;
    do {
      if (!member()) return false;
    } while (take(","));
    return take(close);
  };
  const takeValue = (): boolean => {
    if (take("[")) return takeMembers("]", takeValue);
    if (take("{")) return takeMembers("}", () => next() === '"' && takeScalar() && take(":") && takeValue());
    return next() !== undefined && takeScalar();
  };
  try {
    return takeValue() && next() === undefined ? undefined : at;
  } catch {
    return undefined;
  }
}
