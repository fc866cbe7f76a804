/** The project's own lint rules, for what no ready rule can say. */
import { nodeTypeNames } from "./node-type-names.ts";
import { findFault, findProseFault } from "./plain-words.ts";

interface ImportDeclaration {
  readonly importKind?: "type" | "value";
  readonly source: { readonly value: string };
  readonly specifiers: readonly { readonly type: string; readonly importKind?: "type" | "value" }[];
}
interface Comment {
  readonly value: string;
}
interface Context {
  readonly sourceCode: { getAllComments(): readonly Comment[] };
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

interface TextNode {
  readonly value: unknown;
}
interface TemplatePart {
  readonly value: { readonly cooked?: string | null };
}

/** Texts that people read are plain English: string literals, templates and JSX texts without the refused words. */
const plainWords = {
  create(context: Context) {
    const judge = (node: unknown, text: unknown) => {
      const message = typeof text === "string" ? findFault(text) : undefined;
      if (message !== undefined) context.report({ node, message });
    };
    return {
      Literal: (node: TextNode) => judge(node, node.value),
      JSXText: (node: TextNode) => judge(node, node.value),
      TemplateElement: (node: TemplatePart) => judge(node, node.value.cooked),
    };
  },
};

/** Comments are plain English as well, tests included. */
const plainComments = {
  create: (context: Context) => ({
    Program() {
      for (const comment of context.sourceCode.getAllComments()) {
        const message = findProseFault(comment.value.replace(/^\s*\*/gm, ""));
        if (message !== undefined) context.report({ node: comment, message });
      }
    },
  }),
};

const noNodeTypeNames = {
  create: (context: Context) => nodeTypeNames((node, message) => context.report({ node, message })),
};

export default {
  meta: { name: "millrace" },
  rules: {
    "zod-namespace": zodNamespace,
    "plain-words": plainWords,
    "plain-comments": plainComments,
    "no-node-type-names": noNodeTypeNames,
  },
};
