/**
 * One line of CSV by RFC 4180, with its line end. A text that a spreadsheet would read as a formula gets a quote in
 * front (OWASP, "CSV Injection"); numbers do not. The same applies after a semicolon, a tab or a line end inside a
 * text. Spreadsheets in much of Europe expect a semicolon or tab between cells, and then the commas and quotes of this
 * file group nothing.
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
