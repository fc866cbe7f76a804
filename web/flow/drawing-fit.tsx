import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Button } from "../ui/button.tsx";
import { flowLabels } from "../ui/flow-labels.ts";

/** Below this scale, names are hard to read, so the drawing offers its actual size. */
const readable = 0.6;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A drawing opens fitted into its frame, however long the flow is. One button shows it at its actual size, where it scrolls. */
export function useFit(drawing: Size) {
  const frame = useRef<HTMLDivElement>(null);
  const [isActual, showActual] = useState(false);
  const [scale, setScale] = useState(1);
  useLayoutEffect(() => {
    const sheet = frame.current?.querySelector(".drawing-sheet");
    if (!sheet) return undefined;
    const measure = () => setScale(scaleOf(sheet.getBoundingClientRect(), drawing));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(sheet);
    return () => observer.disconnect();
  }, [drawing, isActual]);
  return {
    frame,
    isActual,
    style: isActual ? { width: `${drawing.width}px`, maxHeight: "none" } : { width: "100%", maxWidth: `${drawing.width}px` },
    button: (isActual || scale < readable) && (
      <Button class="drawing-size" onClick={() => showActual(!isActual)}>
        {isActual ? flowLabels.fit : flowLabels.actualSize}
      </Button>
    ),
  };
}

/** A sheet shows the whole drawing: the narrower side decides. */
const scaleOf = (sheet: Size, drawing: Size): number => Math.min(sheet.width / drawing.width, sheet.height / drawing.height);
