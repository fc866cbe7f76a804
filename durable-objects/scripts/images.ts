import type { Base } from "./base.ts";
import { bounds } from "./bounds.ts";
import type { Image } from "./image.ts";

/** The image that all runs grow from, and those of the scripts used last, by their code, bounded in bytes. */
export class Images {
  base: { readonly base: Base; readonly image: Image } | undefined;
  readonly #byCode = new Map<string, Image>();
  #bytes = 0;

  find(code: string): Image | undefined {
    const image = this.#byCode.get(code);
    if (image) {
      this.#byCode.delete(code);
      this.#byCode.set(code, image);
    }
    return image;
  }

  keep(code: string, image: Image): void {
    const size = sizeOf(code, image);
    if (this.#byCode.has(code) || size > bounds.maxImageBytes) return;
    this.#byCode.set(code, image);
    this.#bytes += size;
    for (const [oldest, held] of this.#byCode) {
      if (this.#bytes <= bounds.maxImageBytes) break;
      this.#byCode.delete(oldest);
      this.#bytes -= sizeOf(oldest, held);
    }
  }
}

function sizeOf(code: string, image: Image): number {
  return code.length * 2 + image.byteLength;
}
