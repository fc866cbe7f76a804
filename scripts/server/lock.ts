import { linkSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { processIdentity } from "./processes.ts";
import { writePrivately } from "./write-privately.ts";

/**
 * Makes this process the only server of a data folder, or throws a sentence for a person. A lock whose holder is gone
 * (killed, power cut) is taken over.
 */
export function lockFolder(dataFolder: string): () => void {
  const lock = join(dataFolder, "lock");
  const claim = join(dataFolder, `lock.${process.pid}`);
  writePrivately(claim, processIdentity(process.pid) ?? "");
  try {
    for (;;) {
      try {
        // A link fails if the lock exists, and appears with its content: no process can read an empty lock.
        linkSync(claim, lock);
        return () => rmSync(lock, { force: true });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      }
      const holder = readIfThere(lock);
      if (holder === undefined) continue;
      const pid = Number(holder.split("@")[0]);
      if (processIdentity(pid) === holder) {
        throw new Error(
          `Another Millrace (process ${pid}) is using ${dataFolder}. Stop it first, or use another folder with MILLRACE_DATA.`,
        );
      }
      discard(lock, holder);
    }
  } finally {
    rmSync(claim, { force: true });
  }
}

/** Removes a stale lock. Of two starters only one gets to rename it; the other finds the new lock in place. */
function discard(lock: string, holder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (readIfThere(aside) !== holder) linkSync(aside, lock);
  } catch (error) {
    if (!["ENOENT", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
