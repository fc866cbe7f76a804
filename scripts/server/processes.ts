import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * A process's id together with its start time. Ids are reused, so an id alone could name another process. Undefined if
 * there is no such process.
 */
export function processIdentity(pid: number): string | undefined {
  if (!isAlive(pid)) return undefined;
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The second field, the program's name, may hold spaces and brackets; the rest follows its last bracket.
      const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return state === "Z" ? undefined : `${pid}@${rest[18]}`;
    } catch {
      return undefined;
    }
  }
  const began = spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout?.trim();
  return `${pid}@${began ?? ""}`;
}

/** How many bytes the process of this identity has written so far, to sockets and files; undefined where the system does not tell. */
export function writtenBy(identity: string): number | undefined {
  try {
    return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${identity.split("@")[0]}/io`, "utf8"))?.[1] ?? Number.NaN) || undefined;
  } catch {
    return undefined;
  }
}

/** Ends a process that is known by its identity, and waits until it is gone. */
export async function killProcess(identity: string): Promise<void> {
  const pid = Number(identity.split("@")[0]);
  if (processIdentity(pid) !== identity) return;
  process.kill(pid, "SIGKILL");
  while (processIdentity(pid) === identity) await new Promise((resolve) => setTimeout(resolve, 20));
}

/**
 * Ends the workerd that a killed server left behind, so that its port and its files are free. The number may have
 * gone to a stranger since, so what runs under it is looked at first.
 */
export async function endLeftover(pidFile: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  const identity = processIdentity(pid);
  if (identity !== undefined && commandOf(pid).includes("workerd")) await killProcess(identity);
  rmSync(pidFile, { force: true });
}

function commandOf(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}
