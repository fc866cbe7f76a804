/** Placeholder until the real one is written by its owner. */
export function callOpenApi(_document: unknown, _about: unknown): object {
  return {};
}
