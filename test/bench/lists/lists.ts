/** How long management's lists take at the sizes that they must bear: on a real D1 of their own, and on the running server. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { migrate } from "../../../scripts/server/migrate.ts";
import type { TestServer } from "../../faults/server.ts";
import { benchAudit } from "./audit.ts";
import { benchDatasets } from "./datasets.ts";
import { benchWorkflows } from "./workflows.ts";

export async function benchLists(server: TestServer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "millrace-lists-"));
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      cf: false,
      resourcePersistencePath: folder,
      workers: [
        {
          name: "millrace",
          modules: true,
          script: "export default { fetch: () => new Response() }",
          compatibilityDate: "2026-11-01",
          d1Databases: { DB: "millrace" },
        },
      ],
    }),
  );
  try {
    await miniflare.ready;
    await migrate(miniflare);
    const db = await miniflare.getD1Database("DB", "millrace");
    await benchWorkflows(db);
    await benchAudit(db);
  } finally {
    await miniflare.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
  await benchDatasets(server);
}
