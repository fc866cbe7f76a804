/** The project's own lint rules, for what no ready rule can say. */

interface ImportDeclaration {
  readonly importKind?: "type" | "value";
  readonly source: { readonly value: string };
  readonly specifiers: readonly { readonly type: string; readonly importKind?: "type" | "value" }[];
}
interface Context {
  report(problem: { readonly node: unknown; readonly message: string }): void;
}

/** `import { z } from "zod"` puts the messages of all its languages into the bundle: 443 KB instead of 83. */
const zodNamespace = {
  create: (context: Context) => ({
    ImportDeclaration(node: ImportDeclaration) {
      if (node.source.value !== "zod" || node.importKind === "type") return;
      if (node.specifiers.every(({ type, importKind }) => type === "ImportNamespaceSpecifier" || importKind === "type")) return;
      context.report({
        node,
        message: 'Write import * as z from "zod": the other ways put every language of its messages into the bundle.',
      });
    },
  }),
};

export default { meta: { name: "millrace" }, rules: { "zod-namespace": zodNamespace } };
