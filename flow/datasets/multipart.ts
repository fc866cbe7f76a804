/** A form with files (RFC 7578) as it arrives: each part's bytes are handed on, never collected. */

export interface FormPart {
  readonly name: string;
  /** Set where the part is a file. */
  readonly fileName: string | undefined;
  readonly mediaType: string | undefined;
  /** To be read to its end before the next part is asked for; what is not read is skipped. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Thrown if the body is not a form with this boundary. */
export class FormError extends Error {
  override readonly name = "FormError";
}

const maxHeaderBytes = 8 * 1024;

/** The boundary that a Content-Type names, or undefined if it is not a form. */
export function boundaryOf(contentType: string | null): string | undefined {
  const found = /^\s*multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? "");
  return found?.[1] ?? found?.[2];
}

/** The parts of a form, one after the other. Throws a FormError. */
export async function* readForm(body: AsyncIterable<Uint8Array>, boundary: string): AsyncGenerator<FormPart> {
  const source = new Scanner(body[Symbol.asyncIterator](), new TextEncoder().encode(`\r\n--${boundary}`));
  // The first boundary may stand at the very beginning; a line end put in front makes it like the others.
  for await (const _ of source.untilBoundary());
  while (!(await source.isLast())) {
    const headers = await source.headers();
    const bytes = source.untilBoundary();
    yield { ...described(headers), bytes };
    for await (const _ of bytes);
  }
}

function described(headers: string) {
  const disposition = /^content-disposition:(.*)$/im.exec(headers)?.[1] ?? "";
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1] ?? /[;\s]name=([^\s;"]+)/i.exec(disposition)?.[1];
  if (name === undefined) throw new FormError("A part of the form has no name.");
  const fileName = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1] ?? /[;\s]filename=([^\s;"]+)/i.exec(disposition)?.[1];
  return { name, fileName, mediaType: /^content-type:\s*(.*)$/im.exec(headers)?.[1]?.trim() };
}

class Scanner {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #boundary: Uint8Array;
  #held: Uint8Array = Uint8Array.of(13, 10);

  constructor(source: AsyncIterator<Uint8Array>, boundary: Uint8Array) {
    this.#source = source;
    this.#boundary = boundary;
  }

  /** Everything before the next boundary, which is taken away too. */
  async *untilBoundary(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const found = indexOf(this.#held, this.#boundary);
      if (found >= 0) {
        const before = this.#held.subarray(0, found);
        this.#held = this.#held.subarray(found + this.#boundary.length);
        if (before.length > 0) yield before;
        return;
      }
      // The end may be the boundary's beginning.
      const safe = Math.max(0, this.#held.length - this.#boundary.length + 1);
      const piece = this.#held.subarray(0, safe);
      this.#held = this.#held.subarray(safe);
      if (piece.length > 0) yield piece;
      if (!(await this.#more())) throw new FormError("The form ends in the middle of a part.");
    }
  }

  /** Behind a boundary: `--` after the last one, else the end of its line. */
  async isLast(): Promise<boolean> {
    while (this.#held.length < 2) if (!(await this.#more())) throw new FormError("The form ends in the middle of a boundary.");
    const isLast = this.#held[0] === 45 && this.#held[1] === 45;
    if (!isLast && !(this.#held[0] === 13 && this.#held[1] === 10)) throw new FormError("A boundary of the form does not end its line.");
    if (!isLast) this.#held = this.#held.subarray(2);
    return isLast;
  }

  async headers(): Promise<string> {
    const end = new TextEncoder().encode("\r\n\r\n");
    let found: number;
    while ((found = indexOf(this.#held, end)) < 0) {
      if (this.#held.length > maxHeaderBytes) throw new FormError("The headers of a part are too long.");
      if (!(await this.#more())) throw new FormError("The form ends in the middle of a part's headers.");
    }
    const text = new TextDecoder().decode(this.#held.subarray(0, found));
    this.#held = this.#held.subarray(found + end.length);
    return text;
  }

  async #more(): Promise<boolean> {
    const { done, value } = await this.#source.next();
    if (done) return false;
    if (this.#held.length === 0) this.#held = value;
    else {
      const joined = new Uint8Array(this.#held.length + value.length);
      joined.set(this.#held);
      joined.set(value, this.#held.length);
      this.#held = joined;
    }
    return true;
  }
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array): number {
  for (let at = bytes.indexOf(wanted[0]!); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
    if (at + wanted.length > bytes.length) return -1;
    let i = 1;
    while (i < wanted.length && bytes[at + i] === wanted[i]) i++;
    if (i === wanted.length) return at;
  }
  return -1;
}
