/** The script leaves what is certainly the same here and in the sandbox. Nothing inside a script catches it; the sandbox runs the script. */
export class Bail extends Error {}

/** The script changes the run's data, of which it should have a copy. It runs again with one. */
export class WantsCopy extends Bail {}

export function bail(why: string): never {
  throw new Bail(why);
}

/** What a script throws, for the script to catch. */
export class Thrown extends Error {
  readonly error: unknown;

  constructor(error: unknown) {
    super("A script threw.");
    this.error = error;
  }
}
