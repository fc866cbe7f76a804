/**
 * One line of CSV as RFC 4180 has it, with its line end. A text that a spreadsheet would take for a formula gets a
 * quote in front (OWASP, "CSV Injection"); numbers are left alone.
 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(cell);
  // Full-width forms are read as the plain signs by some spreadsheets.
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
