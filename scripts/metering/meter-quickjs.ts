import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { meterWasm } from "./meter-wasm.ts";

/** The package's QuickJS, made to count its own work. */
export function meterQuickJs(): Uint8Array<ArrayBuffer> {
  const file = createRequire(import.meta.url).resolve("@jitl/quickjs-ng-wasmfile-release-sync/wasm");
  return meterWasm(readFileSync(file));
}
