/** The rows of a CSV text by the names of its first line (RFC 4180: quotes may hold commas and line ends). */
export function parseCsv(text: string): Record<string, string>[] {
  const table: string[][] = [[]];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const sign = text[i] ?? "";
    if (quoted && sign === '"' && text[i + 1] === '"') cell += text[++i];
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && sign === ",") {
      table.at(-1)?.push(cell);
      cell = "";
    } else if (!quoted && sign === "\n") {
      table.at(-1)?.push(cell.replace(/\r$/, ""));
      table.push([]);
      cell = "";
    } else cell += sign;
  }
  table.at(-1)?.push(cell);
  const [names = [], ...lines] = table;
  return lines
    .filter((line) => line.length === names.length)
    .map((line) => Object.fromEntries(names.map((name, k) => [name, line[k] ?? ""])));
}
