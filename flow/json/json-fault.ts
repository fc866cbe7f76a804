/**
 * Where a text stops being JSON: the position of the first word, string or sign that cannot stand there. For texts that JSON.parse
 * refused; its own message names a position only sometimes.
 */
export function positionOfFault(text: string): number {
  const space = /[ \t\n\r]*/y;
  const scalar =
    /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
  const open: ("{" | "[")[] = [];
  /** What may come next: a value, a key, what follows a value, or the end of something still empty. */
  let wanted: "value" | "key" | "after" = "value";
  let mayClose = false;
  let at = 0;
  const take = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    if (!pattern.test(text)) return false;
    at = pattern.lastIndex;
    return true;
  };
  for (;;) {
    take(space);
    const char = text[at];
    const inside = open.at(-1);
    if (wanted === "after") {
      if (inside === undefined) return at;
      if (char === ",") {
        wanted = inside === "{" ? "key" : "value";
        mayClose = false;
      } else if (char === (inside === "{" ? "}" : "]")) open.pop();
      else return at;
      at++;
    } else if (mayClose && char === (inside === "{" ? "}" : "]")) {
      open.pop();
      at++;
      wanted = "after";
    } else if (wanted === "key") {
      if (char !== '"' || !take(scalar)) return at;
      take(space);
      if (text[at] !== ":") return at;
      at++;
      wanted = "value";
      mayClose = false;
    } else if (char === "{" || char === "[") {
      open.push(char);
      at++;
      wanted = char === "{" ? "key" : "value";
      mayClose = true;
    } else {
      if (!take(scalar)) return at;
      wanted = "after";
    }
  }
}
