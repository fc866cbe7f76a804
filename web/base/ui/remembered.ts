import { type ReadonlySignal, signal } from "@preact/signals";

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

interface RememberedRecord<Value> {
  readonly record: ReadonlySignal<Readonly<Record<string, Value>>>;
  set(key: string, value: Value): void;
  clear(): void;
}

/** Choices by key, kept under one name. */
export function createRememberedRecord<Value>(name: string): RememberedRecord<Value> {
  const record = signal<Readonly<Record<string, Value>>>(parseRecord(recall(name)));
  const keep = (next: Readonly<Record<string, Value>>) => {
    record.value = next;
    remember(name, JSON.stringify(next));
  };
  return {
    record,
    set: (key, value) => keep({ ...record.value, [key]: value }),
    clear: () => keep({}),
  };
}

/** What these pages have kept is taken as they kept it. */
function parseRecord<Value>(text: string | null): Readonly<Record<string, Value>> {
  try {
    const given: unknown = JSON.parse(text ?? "{}");
    return typeof given === "object" && given !== null ? (given as Record<string, Value>) : {};
  } catch {
    return {};
  }
}
