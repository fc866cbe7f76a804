/** Thrown when a script does something that might differ in the sandbox. A script cannot catch it; the sandbox runs the script instead. */
export class Bail extends Error {}

/** The script changes the run's data. It runs again on a copy. */
export class WantsCopy extends Bail {}

export function bail(why: string): never {
  throw new Bail(why);
}

/** An error that the script itself can catch. */
export class Thrown extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super("A script threw.");
    this.error = error;
  }
}
