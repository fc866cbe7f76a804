/** What Linux says of running processes; other systems give 0, and nothing that is asked for is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** The processes of this name that this process started itself. */
export function childrenNamed(name: string): number[] {
  const pids = existsSync("/proc") ? readdirSync("/proc").filter((entry) => /^\d+$/.test(entry)) : [];
  return pids.map(Number).filter((pid) => readIfThere(pid, "stat").includes(`(${name})`) && fieldsOf(pid)[1] === process.pid);
}

/** What a process has used of the processor, in steps of 10 ms: what other work on the machine hardly changes. */
export function cpuMs(pid: number): number {
  const fields = fieldsOf(pid);
  return ((fields[11] ?? 0) + (fields[12] ?? 0)) * 10;
}

/** Its resident memory without mapped files. */
export function residentBytes(pid: number): number {
  return Number(/RssAnon:\s+(\d+)/.exec(readIfThere(pid, "status"))?.[1] ?? 0) * 1024;
}

/** The numbers after the name in /proc/…/stat, starting with the state. */
function fieldsOf(pid: number): number[] {
  const stat = readIfThere(pid, "stat");
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
}

function readIfThere(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    return "";
  }
}
