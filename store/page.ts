/**
 * Paging by position: a cursor holds the sort values of the last row shown, so that rows that come or go elsewhere
 * neither hide nor double one.
 */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface PageRequest<Position> {
  readonly limit: number;
  /** Where the page before ended. */
  readonly after: Position | undefined;
}

/** The page of rows that were read with `limit + 1`; `positionOf` names the values that the rows are sorted by. */
export function pageOf<Row>(rows: readonly Row[], limit: number, positionOf: (row: Row) => readonly (string | number)[]): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last ? writeCursor(positionOf(last)) : null };
}

export function mapPage<From, To>(page: Page<From>, change: (item: From) => To): { items: To[]; nextCursor: string | null } {
  return { items: page.items.map(change), nextCursor: page.nextCursor };
}

/** The opaque text of a position. */
export function writeCursor(position: readonly (string | number)[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(position));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** The position in a cursor, or undefined where the text is none. The caller checks what the values are. */
export function readCursor(cursor: string): readonly unknown[] | undefined {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const position: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
    return Array.isArray(position) ? position : undefined;
  } catch {
    return undefined;
  }
}
