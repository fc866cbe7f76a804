/** A choice kept in this browser, or only until the page is left where storage is switched off. */
export function recall(name: string): string | null {
  try {
    return localStorage.getItem(`millrace.${name}`);
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`millrace.${name}`, value);
  } catch {
    // Nothing is lost but the convenience.
  }
}
