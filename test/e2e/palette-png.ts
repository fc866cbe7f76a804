import { crc32, deflateSync, inflateSync } from "node:zlib";

/**
 * A picture of the pages with at most 128 colours, a third of the size: its most frequent colours, and for all others the
 * nearest of these. Takes and gives a PNG; what it takes has 8 bits a channel and is not interlaced, as browsers write it.
 */
export function toPalettePng(png: Buffer): Buffer {
  const { width, height, pixels } = decode(png);
  const palette = paletteOf(pixels);
  const nearest = new Map<number, number>();
  const rows = Buffer.alloc(height * (width + 1));
  for (let at = 0, to = 0; at < pixels.length; at++) {
    // Each row starts with its filter byte; no filter works best if adjacent bytes are palette colours, not amounts.
    if (at % width === 0) to++;
    const colour = pixels[at]!;
    let index = nearest.get(colour);
    if (index === undefined) nearest.set(colour, (index = nearestOf(palette, colour)));
    rows[to++] = index;
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk("IHDR", head),
    chunk("PLTE", Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Text and hairlines look as before; half as many save little more. */
const most = 128;
/** Of these, those that are kept for small things in a colour of their own, such as a count in red. */
const rare = 32;
const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(data.length, 0);
  around.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([around.subarray(0, 4), named, around.subarray(4)]);
}

/** The most frequent colours, and those that would be missed most. Differences by less than an eye sees is counted together. */
function paletteOf(pixels: Uint32Array): number[] {
  const buckets = new Map<number, Map<number, number>>();
  for (const colour of pixels) {
    const key = colour & 0xfcfcfc;
    const bucket = buckets.get(key);
    if (bucket) bucket.set(colour, (bucket.get(colour) ?? 0) + 1);
    else buckets.set(key, new Map([[colour, 1]]));
  }
  const found = [...buckets.values()].map((bucket) => {
    let [best, bestTimes, all] = [0, 0, 0];
    for (const [colour, times] of bucket) {
      all += times;
      if (times > bestTimes) [best, bestTimes] = [colour, times];
    }
    return { best, all };
  });
  const byCount = found.toSorted((a, b) => b.all - a.all);
  const frequent = byCount.slice(0, most - rare).map(({ best }) => best);
  const missed = byCount
    .slice(most - rare)
    .map(({ best, all }) => ({ best, loss: all * distance(frequent[nearestOf(frequent, best)]!, best) }));
  return [
    ...frequent,
    ...missed
      .toSorted((a, b) => b.loss - a.loss)
      .slice(0, rare)
      .map(({ best }) => best),
  ];
}

function nearestOf(palette: readonly number[], colour: number): number {
  let [best, least] = [0, Infinity];
  for (const [index, each] of palette.entries()) {
    const away = distance(each, colour);
    if (away < least) [best, least] = [index, away];
  }
  return best;
}

function distance(one: number, other: number): number {
  const [r, g, b] = [(one >> 16) - (other >> 16), ((one >> 8) & 255) - ((other >> 8) & 255), (one & 255) - (other & 255)];
  return 2 * r * r + 4 * g * g + 3 * b * b;
}

/** The pixels as 0xRRGGBB, row by row. */
function decode(png: Buffer): { width: number; height: number; pixels: Uint32Array } {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString("latin1", at + 4, at + 8) === "IDAT") parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  const [width, height, depth, type, interlaced] = [png.readUInt32BE(16), png.readUInt32BE(20), png[24], png[25], png[28]];
  if (depth !== 8 || (type !== 2 && type !== 6) || interlaced !== 0) throw new Error("This is no PNG as a browser writes it.");
  const size = type === 6 ? 4 : 3;
  const data = inflateSync(Buffer.concat(parts));
  const length = width * size;
  const pixels = new Uint32Array(width * height);
  let above = new Uint8Array(length);
  for (let y = 0; y < height; y++) {
    const start = y * (length + 1);
    const row = unfilter(data[start]!, data.subarray(start + 1, start + 1 + length), above, size);
    for (let x = 0; x < width; x++) pixels[y * width + x] = (row[x * size]! << 16) | (row[x * size + 1]! << 8) | row[x * size + 2]!;
    above = row;
  }
  return { width, height, pixels };
}

/** PNG (ISO/IEC 15948) 9.2. */
function unfilter(filter: number, line: Uint8Array, above: Uint8Array, size: number): Uint8Array<ArrayBuffer> {
  const row = Uint8Array.from(line);
  for (let at = 0; at < row.length; at++) {
    const a = at >= size ? row[at - size]! : 0;
    const b = above[at]!;
    const c = at >= size ? above[at - size]! : 0;
    row[at]! += filter === 1 ? a : filter === 2 ? b : filter === 3 ? (a + b) >> 1 : filter === 4 ? paeth(a, b, c) : 0;
  }
  return row;
}

function paeth(a: number, b: number, c: number): number {
  const [toA, toB, toC] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  return toA <= toB && toA <= toC ? a : toB <= toC ? b : c;
}
