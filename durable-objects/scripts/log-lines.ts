import { bounds } from "./bounds.ts";

const encoder = new TextEncoder();

/** What a script logs, bounded in lines and bytes; the last line says so where more came. */
export class LogLines {
  readonly lines: string[] = [];
  isFull = false;
  #bytes = 0;

  add(line: string): void {
    if (this.isFull) return;
    const text = line.toWellFormed();
    this.#bytes += encoder.encode(text).length;
    this.isFull = this.lines.length >= bounds.maxLogLines || this.#bytes > bounds.maxLogBytes;
    this.lines.push(this.isFull ? "… the rest of the log was cut off." : text);
  }
}
