/** Changes of the flow of a watched workflow, as a builder makes them. */
import type { FlowDocument } from "#flow/model/document.ts";
import type { newMonitoring, Watched } from "../runs/world.ts";

type World = Awaited<ReturnType<typeof newMonitoring>>;

export async function saveFlow(world: World, { at }: Watched, flow: FlowDocument): Promise<void> {
  await world.need("PUT", `${at}/flow`, flow);
}

export async function redeploy(world: World, workflow: Watched, flow: FlowDocument): Promise<void> {
  await saveFlow(world, workflow, flow);
  await world.need("POST", `${workflow.at}/deploy`);
}
