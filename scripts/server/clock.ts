import { readFileSync } from "node:fs";
import type { Miniflare } from "miniflare";
import { writePrivately } from "./write-privately.ts";

/** Work that is planned within this time may be late by it: a smaller change back cannot be detected. */
const everyMs = 10_000;
/** Bindings of the objects that plan ahead: their classes are Planners. */
const planners = ["RUNNER", "MONITOR", "JOBS", "TELEMETRY"] as const;
const atOnce = 16;

/**
 * Watches the clock until the process ends. The alarms and timers of the runtime are times of day. If the clock is set
 * back, by a person or the network, between two starts or while the server runs, work that was due soon is hours away.
 * So the time is written to a file. `setBack` is called with the difference to that time, and with whether this was at
 * the start.
 */
export function watchClock(file: string, setBack: (ms: number, isStart: boolean) => void): void {
  let latest = readNote(file);
  const look = (isStart: boolean): void => {
    const now = Date.now();
    if (now < latest) setBack(latest - now, isStart);
    latest = now;
    try {
      writePrivately(file, String(now));
    } catch (error) {
      // A full disk does not stop the watch; the next check writes again.
      console.error("The time could not be saved:", error);
    }
  };
  look(true);
  setInterval(look, everyMs, false).unref();
}

/** Notifies every object that plans ahead. Rejects if some of them cannot be reached. */
export async function tellPlanners(miniflare: Miniflare): Promise<void> {
  const failures: unknown[] = [];
  for (const name of planners) {
    const namespace = await miniflare.getDurableObjectNamespace(name, "millrace");
    const tell = async (id: string): Promise<void> => {
      // The namespace knows nothing of its class.
      const planner = namespace.get(namespace.idFromString(id)) as unknown as { clockSetBack(): Promise<void> };
      await planner.clockSetBack().catch((error: unknown) => failures.push(error));
    };
    const ids = await miniflare.listDurableObjectIds(name, "millrace");
    for (let at = 0; at < ids.length; at += atOnce) await Promise.all(ids.slice(at, at + atOnce).map(tell));
  }
  if (failures.length > 0) throw failures[0];
}

/** Long ago where there is none. */
function readNote(file: string): number {
  try {
    return Number(readFileSync(file, "utf8")) || 0;
  } catch {
    return 0;
  }
}
