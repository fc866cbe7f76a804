import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { useShortcuts } from "../../../base/shortcuts/shortcuts.ts";
import { Icon } from "../../../base/ui/icons.tsx";
import { LoadMore } from "../../../base/ui/load-more.tsx";
import { monitoringLabels } from "./monitoring-labels.ts";
import { ProblemNotice, Skeleton } from "../../../base/ui/states.tsx";
import type { ColumnsModel } from "./columns-model.ts";
import { ColumnHead } from "./column-head.tsx";
import type { AnyRow } from "./row-kind.ts";
import type { RunsModel } from "./runs-model.ts";
import { rowBeside } from "../../../base/ui/side-panel.tsx";
import { shortOf } from "../../../base/ui/short-id.tsx";

const words = monitoringLabels.table;

/** As in monitoring.css: with rows of one height only those in view are drawn. */
const rowPx = 32;
/** Rows that are drawn above and below those in view. */
const spareRows = 12;
/** So few rows are all drawn. */
const mostDrawn = 150;
/** Relative times go on without a row having changed. */
const tickMs = 15_000;
const pickPx = 36;

interface Props<Row extends AnyRow> {
  model: RunsModel<Row>;
  columns: ColumnsModel<Row>;
  openId: string | undefined;
  open: (row: Row | undefined) => void;
  /** Rows can be chosen, for what is done with several. */
  picks: boolean;
  empty: ComponentChildren;
}

/** The rows of a selection: dense, live, by keyboard. New ones never move what is being read. */
export function RunsTable<Row extends AnyRow>({ model, columns, openId, open, picks, empty }: Props<Row>) {
  const { list, kind } = model;
  const frame = useRef<HTMLDivElement>(null);
  const view = useSignal({ top: 0, height: 900 });
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => tick.value++, tickMs);
    return () => clearInterval(timer);
  }, []);
  void tick.value;
  const items = list.items.value ?? [];

  const scrollTo = (id: string) => {
    const at = items.findIndex((row) => kind.idOf(row) === id);
    const element = frame.current;
    if (at === -1 || !element) return;
    const [top, bottom] = [at * rowPx, (at + 1) * rowPx + rowPx];
    if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop + element.clientHeight) element.scrollTop = bottom - element.clientHeight;
  };
  const step = (by: number) => () => {
    const from = model.cursor.value ?? openId;
    const row = rowBeside(items, (each) => kind.idOf(each) === from, by);
    if (!row) return;
    model.cursor.value = kind.idOf(row);
    scrollTo(kind.idOf(row));
    if (openId !== undefined) open(row);
  };
  const openCursor = () => {
    const row = items.find((each) => kind.idOf(each) === model.cursor.value);
    if (row) open(row);
  };
  useShortcuts({
    j: step(1),
    k: step(-1),
    Enter: (event) => {
      // Enter on a link or a button is that one's.
      const control = (event.target as Element).closest<HTMLElement>("a, button, summary");
      if (control) control.click();
      else openCursor();
    },
    x: () => {
      const id = model.cursor.value;
      if (picks && id !== undefined) model.choose(id, !model.chosen.value.has(id));
    },
  });

  if (!list.items.value)
    return list.problem.value ? <ProblemNotice problem={list.problem.value} onRetry={list.retry} /> : <Skeleton lines={8} />;
  if (items.length === 0 && !list.problem.value) return <>{empty}</>;

  const shown = columns.shown.value;
  const { top, height } = view.value;
  const all = items.length <= mostDrawn;
  const first = all ? 0 : Math.max(0, Math.floor(top / rowPx) - spareRows);
  const last = all ? items.length : Math.min(items.length, Math.ceil((top + height) / rowPx) + spareRows);
  const wide = shown.reduce((sum, { width }) => sum + width, picks ? pickPx : 0);
  const onScroll = () => {
    const { scrollTop, clientHeight, scrollHeight } = frame.current!;
    view.value = { top: scrollTop, height: clientHeight };
    model.atTop.value = scrollTop < rowPx;
    if (model.atTop.value && model.waiting.value.length > 0) model.showNewest();
    if (scrollHeight - scrollTop - clientHeight < rowPx * spareRows && list.hasMore.value && !list.loading.value && !list.problem.value)
      void list.loadMore();
  };
  const fresh = model.waiting.value.length;
  return (
    <div class="runs-list">
      {list.problem.value && <ProblemNotice problem={list.problem.value} onRetry={list.retry} />}
      {fresh > 0 && (
        <button
          type="button"
          class="fresh"
          onClick={() => {
            frame.current!.scrollTop = 0;
            model.showNewest();
          }}
        >
          <Icon name="arrowUp" />
          {words.fresh(fresh, fresh >= 1000)}
        </button>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keyboard */}
      <div ref={frame} class="runs-frame" tabIndex={0} role="group" aria-label={words.label[kind.name]} onScroll={onScroll}>
        <table class="runs-table" aria-rowcount={items.length + 1} aria-busy={list.loading.value} style={{ minWidth: `${wide}px` }}>
          <colgroup>
            {picks && <col style={{ width: `${pickPx}px` }} />}
            {shown.map(({ key, width }, at) => (
              <col key={key} style={at === shown.length - 1 ? {} : { width: `${width}px` }} />
            ))}
          </colgroup>
          <thead>
            <tr>
              {picks && (
                <th scope="col">
                  <span class="unseen">{words.pickColumn}</span>
                </th>
              )}
              {shown.map((column) => (
                <ColumnHead key={column.key} column={column} model={model} onWidth={(width) => columns.resize(column.key, width)} />
              ))}
            </tr>
          </thead>
          <tbody>
            {first > 0 && <tr class="runs-gap" style={{ height: `${first * rowPx}px` }} aria-hidden="true" />}
            {items.slice(first, last).map((row, at) => {
              const id = kind.idOf(row);
              const fits = model.fits(row);
              return (
                // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the link inside does the same by keyboard
                <tr
                  key={id}
                  aria-rowindex={first + at + 2}
                  data-current={id === openId || undefined}
                  data-cursor={id === model.cursor.value || undefined}
                  data-stale={!fits || undefined}
                  title={fits ? undefined : words.stale}
                  onClick={(event) => {
                    if ((event.target as Element).closest("a, button, input") || getSelection()?.type === "Range") return;
                    model.cursor.value = id;
                    open(id === openId ? undefined : row);
                  }}
                >
                  {picks && (
                    <td class="runs-pick">
                      <input
                        type="checkbox"
                        aria-label={words.pick(shortOf(id))}
                        checked={model.chosen.value.has(id)}
                        onChange={(event) => model.choose(id, event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  {shown.map((column) => (
                    <td key={column.key} class={column.figures ? "cut figures runs-figure" : "cut"}>
                      {column.cell(row, model.values.value)}
                    </td>
                  ))}
                </tr>
              );
            })}
            {last < items.length && <tr class="runs-gap" style={{ height: `${(items.length - last) * rowPx}px` }} aria-hidden="true" />}
          </tbody>
        </table>
        <LoadMore list={list} />
      </div>
    </div>
  );
}
