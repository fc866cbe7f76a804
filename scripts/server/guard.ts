import { spawn } from "node:child_process";

/**
 * A small watcher that kills workerd when this process is gone, however it went: after `kill -9` nobody else is left to
 * do it, and workerd would keep the port. It notices by the end of a pipe that only this process holds. A server that
 * stops in good order removes the file first, and the watcher finds nothing to do.
 */
export function guardRuntime(pidFile: string): void {
  if (process.platform === "win32") return;
  const script = 'trap "" INT TERM HUP; cat > /dev/null; pid=$(cat "$1") && kill -9 "$pid"';
  const guard = spawn("/bin/sh", ["-c", script, "millrace-guard", pidFile], { stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
}
