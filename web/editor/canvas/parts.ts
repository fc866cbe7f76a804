import { lazyPage } from "../../base/ui/lazy-page.tsx";
import type { FlowEditor } from "../document/flow-editor.ts";

/** Large parts that the canvas does not wait for. */
export const Inspector = lazyPage<{ editor: FlowEditor }>(async () => (await import("../inspector/inspector.tsx")).Inspector);
export const TestRunPanel = lazyPage<{ editor: FlowEditor }>(async () => (await import("../test-run/test-run-panel.tsx")).TestRunPanel);
