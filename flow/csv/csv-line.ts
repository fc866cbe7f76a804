/**
 * One line of CSV as RFC 4180 has it, with its line end. A text that a spreadsheet would take for a formula gets a
 * quote in front (OWASP, "CSV Injection"); numbers are left alone. So does what stands behind a semicolon, a tab or a line
 * end in a text: where a spreadsheet expects one of the first two between cells, as in much of Europe, the commas and
 * quotes of this file hold nothing together.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

/** Full-width forms are read as the plain signs by some spreadsheets. */
const formulaStarts = /^(?=[=+\-@\t\r\n＝＋－＠])|[;\t\r\n][ \u00a0]*(?=[=+\-@＝＋－＠])/g;

function cellOf(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  const text = cell.replaceAll(formulaStarts, (before) => `${before}'`);
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
