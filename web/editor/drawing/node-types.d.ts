declare module "virtual:node-types" {
  import type { NodeType } from "#flow/nodes/describe-types.ts";

  /** In the order of the palette; made by vite.config.ts from the declarations in flow/nodes. */
  export const nodeTypes: readonly NodeType[];
}
