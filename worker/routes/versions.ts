import { Refusal } from "#flow/contract/refusal.ts";
import { versionRoutes } from "#flow/contract/versions.ts";
import type { VersionId } from "#flow/ids.ts";
import { mapPage } from "#store/page.ts";
import { findVersion, listVersions, type VersionRow } from "#store/versions.ts";
import type { HandlersOf } from "./handler.ts";
import { positionIn } from "./paging.ts";
import { isoTime } from "./times.ts";

export const versionHandlers: HandlersOf<typeof versionRoutes> = {
  async listVersions({ db, workflowId, query }) {
    const after = positionIn(
      query.cursor,
      (position): position is readonly [number] => position.length === 1 && typeof position[0] === "number",
    );
    return mapPage(await listVersions(db, workflowId, { limit: query.limit, after: after?.[0] }), onWire);
  },

  async getVersion({ db, workflowId, params }) {
    // What is no id of a version is found in no row.
    const version = await findVersion(db, workflowId, params.versionId as VersionId);
    if (!version) throw new Refusal("not_found", { detail: "The workflow has no version of this id." });
    return { ...onWire(version), flow: version.flow };
  },
};

function onWire({ id, number, name, description, createdBy, createdAt, deployed }: VersionRow) {
  return { id, number, name, description, createdBy, createdAt: isoTime(createdAt), deployed };
}
