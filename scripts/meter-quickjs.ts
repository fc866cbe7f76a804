/** Makes durable-objects/scripts/quickjs.wasm from the package's file. To be run again when that package changes. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { meterQuickJs } from "./metering/meter-quickjs.ts";
import { root } from "./root.ts";

writeFileSync(join(root, "durable-objects/scripts/quickjs.wasm"), meterQuickJs());
