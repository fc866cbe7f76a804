import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isFree } from "./ports.ts";
import type { Settings } from "./settings.ts";
import { writePrivately } from "./write-privately.ts";

/**
 * The port of the example's service: PORT + 1 if that was free at the first start. The deployed example contains the
 * port, so it stays the same if PORT changes later. Undefined if another process listens on it now.
 */
export async function chooseEchoPort({ dataFolder, port }: Settings): Promise<number | undefined> {
  const file = join(dataFolder, "echo-port");
  if (existsSync(file)) {
    const kept = Number(readFileSync(file, "utf8"));
    return (await isFree("127.0.0.1", kept)) ? kept : undefined;
  }
  for (let candidate = port + 1; candidate < Math.min(port + 50, 65_536); candidate++) {
    if (!(await isFree("127.0.0.1", candidate))) continue;
    writePrivately(file, String(candidate));
    return candidate;
  }
  return undefined;
}
