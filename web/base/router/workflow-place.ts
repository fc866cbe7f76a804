import { matchPath } from "./router.ts";

export interface WorkflowPlace {
  readonly id: string;
  /** Empty for the flow itself. */
  readonly page: string;
  /** What the page is about in particular, such as a run. */
  readonly part: string | undefined;
}

/** The workflow, and the page of it, that an address leads to; undefined outside of workflows. */
export function workflowPlace(at: string): WorkflowPlace | undefined {
  const found = matchPath("/workflows/:id", at) ?? matchPath("/workflows/:id/:page", at) ?? matchPath("/workflows/:id/:page/:part", at);
  return found && { id: found.id!, page: found.page ?? "", part: found.part };
}
