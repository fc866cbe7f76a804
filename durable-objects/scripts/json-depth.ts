const quote = 0x22;
const backslash = 0x5c;

/** Whether JSON text nests its arrays and objects deeper than that many levels. */
export function isDeeperThan(json: string, levels: number): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i++) {
    const code = json.charCodeAt(i);
    if (code === quote) i = endOfString(json, i);
    // 0x20 distinguishes { from [ and } from ].
    else if ((code | 0x20) === 0x7b && ++depth > levels) return true;
    else if ((code | 0x20) === 0x7d) depth--;
  }
  return false;
}

function endOfString(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); ; end = json.indexOf('"', end + 1)) {
    if (end < 0) return json.length;
    let slashes = 0;
    while (json.charCodeAt(end - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0) return end;
  }
}
