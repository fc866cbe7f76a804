import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { Button } from "../../base/ui/button.tsx";
import { flowLabels } from "./flow-labels.ts";
import type { Drawing } from "./layout.ts";
import { squeeze } from "./squeeze.ts";

/** At a smaller scale, names are hard to read, so the drawing offers its actual size. */
const readable = 0.6;
/** At a smaller scale, names cannot be read at all, so each node becomes its icon. */
const legible = 0.4;

/** A drawing opens fitted into its frame, however long the flow is. One button shows it at its actual size, where it scrolls. */
export function useFit(full: Drawing) {
  const frame = useRef<HTMLDivElement>(null);
  const [isActual, showActual] = useState(false);
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const measure = () => setScale(element.clientWidth / full.width);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [full]);
  const isSmall = !isActual && scale < legible;
  const drawing = useMemo(() => (isSmall ? squeeze(full) : full), [full, isSmall]);
  return {
    frame,
    drawing,
    isActual,
    /** Nodes are icons. */
    isSmall,
    style: isActual ? { width: `${drawing.width}px`, maxHeight: "none" } : { width: "100%", maxWidth: `${drawing.width}px` },
    button: (isActual || scale < readable) && (
      <Button class="drawing-size" onClick={() => showActual(!isActual)}>
        {isActual ? flowLabels.fit : flowLabels.actualSize}
      </Button>
    ),
  };
}
