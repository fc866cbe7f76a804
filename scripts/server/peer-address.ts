/**
 * Makes the local runtime state the address of each caller, as `request.cf.clientIp`. workerd does so for every socket
 * that has no header for `request.cf`; Miniflare gives its sockets one ("MF-CF-Blob"), for its own proxy and without an
 * option. With it a caller could also write `request.cf` himself, and so pass for another address. So the pointers to
 * that name are taken out of the configuration before workerd reads it.
 */
import { Runtime } from "miniflare";

const headerName = Buffer.from("MF-CF-Blob\0");

/** For every runtime that is started from now on. */
export function statePeerAddresses(): void {
  const { updateConfig } = Runtime.prototype;
  Runtime.prototype.updateConfig = function (config, ...rest) {
    if (removePointers(config, headerName) === 0) throw new Error("Miniflare's configuration has another form than was expected.");
    return updateConfig.call(this, config, ...rest);
  };
}

/**
 * Makes every pointer to this text null, in a message in Cap'n Proto's encoding: a table of segments, then words of
 * eight bytes. A pointer to a text is a list pointer (lowest two bits 1) of bytes (2), with the distance in words and
 * the length. Returns how many there were.
 */
function removePointers(message: Buffer, text: Buffer): number {
  const segments = message.readUInt32LE(0) + 1;
  let start = (4 + 4 * segments + 7) & ~7;
  let removed = 0;
  for (let segment = 0; segment < segments; segment++) {
    const end = start + message.readUInt32LE(4 + 4 * segment) * 8;
    for (let at = start; at < end; at += 8) {
      const length = message.readUInt32LE(at + 4);
      if ((message.readUInt32LE(at) & 3) !== 1 || length !== text.length * 8 + 2) continue;
      const target = at + 8 + (message.readInt32LE(at) >> 2) * 8;
      if (target < start || target + text.length > end || text.compare(message, target, target + text.length) !== 0) continue;
      message.fill(0, at, at + 8);
      removed++;
    }
    start = end;
  }
  return removed;
}
