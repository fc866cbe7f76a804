import { spawn } from "node:child_process";

/**
 * A small watcher that kills workerd when this process has ended for any reason. After `kill -9` no other process does
 * this, and workerd would keep the port. It notices the end of a pipe that only this process holds. A server that stops
 * normally removes the file first, and the watcher does nothing.
 */
export function guardRuntime(pidFile: string): void {
  if (process.platform === "win32") return;
  const script = 'trap "" INT TERM HUP; cat > /dev/null; pid=$(cat "$1") && kill -9 "$pid"';
  const guard = spawn("/bin/sh", ["-c", script, "millrace-guard", pidFile], { stdio: ["pipe", "ignore", "ignore"] });
  guard.unref();
  (guard.stdin as unknown as { unref(): void }).unref();
}
