import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const folder = mkdtempSync(join(tmpdir(), "millrace-clock-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
const library = join(folder, "shifted-clock.so");

/** Whether this machine can give a server a clock of its own: it takes Linux and a C compiler. */
export const canShiftClock = process.platform === "linux" && compile();

/** The environment of a server whose clock is ahead of this machine's by so many seconds. */
export function clockAhead(seconds: number): Record<string, string> {
  return { LD_PRELOAD: library, CLOCK_AHEAD_SEC: String(seconds) };
}

function compile(): boolean {
  try {
    execFileSync("cc", ["-shared", "-fPIC", "-o", library, join(import.meta.dirname, "shifted-clock.c")], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
