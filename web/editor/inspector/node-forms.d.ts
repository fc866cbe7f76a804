declare module "virtual:node-forms" {
  import type { NodeForm } from "#flow/nodes/describe-form.ts";

  /** By node type; made by vite.config.ts from the declarations. */
  export const nodeForms: Readonly<Record<string, NodeForm | undefined>>;
}
