import { useEffect } from "preact/hooks";
import { lookOf } from "../drawing/node-look.ts";
import { registerCommands } from "../../base/commands/registry.ts";
import { builderLabels } from "../document/builder-labels.ts";
import type { FlowEditor } from "../document/flow-editor.ts";

/** The open flow's nodes, found by name in the command palette. */
export function useNodeCommands(editor: FlowEditor): void {
  useEffect(
    () =>
      registerCommands(() =>
        editor.document.value.nodes.map(({ id, name, type }) => ({
          id: `node:${id}`,
          title: name,
          group: builderLabels.nodeKind,
          icon: lookOf(type).icon,
          run: () => editor.select([id]),
        })),
      ),
    [editor],
  );
}
