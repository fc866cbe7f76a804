import type { RunRow } from "../api/runs.ts";
import type { RunsModel } from "./runs-model.ts";

export function MoreActions({ model }: { model: RunsModel<RunRow> }) {
  return model.list.items.value ? null : undefined;
}
