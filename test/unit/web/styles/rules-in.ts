/** What a style sheet sets: a selector, what it is set under, and a property of it. */
export interface Setting {
  readonly selector: string;
  /** The at-rules around it, such as a media query. */
  readonly under: string;
  readonly property: string;
  readonly value: string;
}

/** The settings of a sheet as this project writes them: rules, at-rules around them, and no nesting of rules. */
export function settingsOf(sheet: string): Setting[] {
  const found: Setting[] = [];
  const around: string[] = [];
  let selectors: readonly string[] | undefined;
  for (const [, head, end] of sheet.replace(/\/\*.*?\*\//gs, "").matchAll(/([^{};]*)([{};])/g)) {
    const text = head!.trim().replace(/\s+/g, " ");
    if (selectors && text !== "") {
      const [property, ...value] = text.split(":");
      for (const selector of selectors)
        found.push({ selector, under: around.join(" "), property: property!.trim(), value: value.join(":").trim() });
    }
    if (end === "{" && text.startsWith("@")) around.push(text);
    else if (end === "{") selectors = splitOutside(text, ",");
    else if (end === "}" && selectors) selectors = undefined;
    else if (end === "}") around.pop();
  }
  return found.filter(({ under }) => !under.includes("@keyframes"));
}

/** Splits where no bracket is open. */
export function splitOutside(text: string, by: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const char of text) {
    if ("([".includes(char)) depth++;
    if (")]".includes(char)) depth--;
    if (char === by && depth === 0) parts.push("");
    else parts[parts.length - 1] += char;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Classes and the like, then names of elements; of `:is` and `:not` the first that stands in them. */
export function weightOf(selector: string): number {
  const plain = selector.replace(/:(?:is|not)\(([^,)]*)[^)]*\)/g, "$1");
  const strong = plain.match(/\.[\w-]+|\[[^\]]*\]|(?<!:):(?!:)[\w-]+/g)?.length ?? 0;
  const weak = plain.replace(/\.[\w-]+|\[[^\]]*\]|:[\w-]+/g, " ").match(/[a-z][\w-]*/g)?.length ?? 0;
  return strong * 1000 + weak + (plain.match(/::/g)?.length ?? 0);
}
