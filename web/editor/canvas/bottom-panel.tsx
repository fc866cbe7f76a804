import { useRef, useState } from "preact/hooks";
import { builderLabels } from "../document/builder-labels.ts";
import { IconButton } from "../../base/ui/button.tsx";
import { labels } from "../../base/labels.ts";
import { recall, remember } from "../../base/ui/remembered.ts";
import { Tabs } from "../../base/ui/tabs.tsx";
import type { Builder } from "./builder-model.ts";
import { TestRunPanel } from "./parts.ts";
import { ProblemsPanel } from "./problems-panel.tsx";

const words = builderLabels.panel;
const heights = { min: 120, start: 300, max: 640, step: 24 } as const;
const within = (height: number): number => Math.max(heights.min, Math.min(heights.max, height));

/** Problems and test run below the canvas; its height is dragged, or moved by arrow keys. */
export function BottomPanel({ builder }: { builder: Builder }) {
  const { editor } = builder;
  const [height, setHeight] = useState(within(Number(recall("panel-height")) || heights.start));
  const dragFrom = useRef<{ y: number; height: number } | undefined>(undefined);
  const resize = (next: number) => {
    setHeight(within(next));
    remember("panel-height", String(within(next)));
  };
  const tab = editor.panel.value!;
  const count = editor.problems.value.length;
  return (
    <section class="underside" aria-label={words.label} style={{ height: `${height}px` }}>
      <div
        class="underside-edge"
        role="separator"
        aria-orientation="horizontal"
        aria-label={words.resize}
        aria-valuenow={height}
        aria-valuemin={heights.min}
        aria-valuemax={heights.max}
        tabIndex={0}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          dragFrom.current = { y: event.clientY, height };
        }}
        onPointerMove={({ clientY }) => dragFrom.current && resize(dragFrom.current.height + dragFrom.current.y - clientY)}
        onPointerUp={() => (dragFrom.current = undefined)}
        onKeyDown={(event) => {
          const by = { ArrowUp: heights.step, ArrowDown: -heights.step }[event.key];
          if (!by) return;
          event.preventDefault();
          resize(height + by);
        }}
      />
      <div class="underside-body">
        <Tabs
          label={words.label}
          tabs={[
            { key: "problems", label: count > 0 ? `${words.problems} ${count}` : words.problems },
            { key: "test-run", label: words.testRun },
          ]}
          current={tab}
          onChange={(key) => (editor.panel.value = key)}
        >
          {tab === "problems" ? <ProblemsPanel builder={builder} /> : <TestRunPanel editor={editor} />}
        </Tabs>
        <IconButton
          icon="close"
          class="underside-close"
          label={`${labels.common.close} (P)`}
          onClick={() => (editor.panel.value = undefined)}
        />
      </div>
    </section>
  );
}
