/**
 * What a comparison leaves out, such as a time stamp that differs every time. A path is an RFC 6901 pointer as the changes
 * have it, with one thing more: `*` stands for any one key or item. It takes everything below it along.
 */

/** What such a path must look like. */
export const leaveOutPath = /^\/(?:output|error)(?:\/(?:[^~/]|~[01])*)*$/;

/** Returns true if a change's path equals one of these paths or is below it. */
export function leavesOut(paths: readonly string[]): (path: string) => boolean {
  const patterns = paths.map((path) => path.split("/"));
  return (path) => {
    // Both are escaped in the one way that there is, so their parts are compared as they are.
    const parts = path.split("/");
    return patterns.some((pattern) => pattern.length <= parts.length && pattern.every((part, at) => part === "*" || part === parts[at]));
  };
}

/**
 * The path of a change with `*` for each position in a list, so that excluding it applies to all items. `whole` is the
 * value at the start of the path; if it was not kept, a number is treated as a position in a list.
 */
export function pathOfEveryItem(path: string, whole: unknown): string {
  let value = whole;
  const parts = path
    .slice(1)
    .split("/")
    .map((part) => {
      const isItem = value === undefined || value === null ? /^\d+$/.test(part) : Array.isArray(value);
      value = (value as Readonly<Record<string, unknown>> | null | undefined)?.[part.replaceAll("~1", "/").replaceAll("~0", "~")];
      return isItem ? "*" : part;
    });
  return `/${parts.join("/")}`;
}
