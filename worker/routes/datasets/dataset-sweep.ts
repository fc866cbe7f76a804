import type { ObjectsEnv } from "#objects/env.ts";
import { forgetDataset, listDeletedDatasets } from "#store/datasets/datasets.ts";
import type { Database } from "#store/database.ts";

/** Empties the objects of data sets that were deleted before `beforeMs`. One that cannot be reached now is emptied with the next deletion. */
export async function sweepDatasets(db: Database, env: Pick<ObjectsEnv, "DATASETS">, beforeMs: number): Promise<void> {
  for (const id of await listDeletedDatasets(db, beforeMs)) {
    try {
      await env.DATASETS.getByName(id).destroy();
      await forgetDataset(db, id);
    } catch {
      // Its row stays, so that it is not forgotten.
    }
  }
}
