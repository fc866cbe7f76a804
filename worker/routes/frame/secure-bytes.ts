/** Random bytes from the platform's secure source. */
export function secureBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
