import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Some time after the start: what Miniflare needed for it is no longer referred to by then. */
const waitMs = 5000;

/** Collects once what the start left behind. A process that only waits allocates too little for V8 to do so by itself. */
export function releaseStartMemory(): void {
  setTimeout(() => {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
  }, waitMs).unref();
}
