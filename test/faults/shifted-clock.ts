/** A clock for a server's processes alone, to be set while they run or between two starts. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "millrace-clock-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const library = join(folder, "shifted-clock.so");
const aheadFile = join(folder, "ahead");

/** Whether this machine can give a server a clock of its own: it takes Linux on 64 bits and a C compiler. */
export const canSetClock = process.platform === "linux" && compile();

/** The environment of a server that goes by the clock. */
export const withClock = { LD_PRELOAD: library, CLOCK_AHEAD_FILE: aheadFile };

/** Sets the clock to so many seconds ahead of the machine's. */
export function setClockAhead(seconds: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(seconds));
  // In its place: processes that run have the file before them.
  writeFileSync(aheadFile, bytes, { flag: "r+" });
}

function compile(): boolean {
  writeFileSync(aheadFile, Buffer.alloc(8));
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "shifted-clock.c")], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
