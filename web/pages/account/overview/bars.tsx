interface Point {
  readonly at: string;
  readonly total: number;
  readonly failed: number;
}

/**
 * Runs over time as bars, with the failed part at the bottom. `say` describes a point on hover. `label` describes the
 * picture as a whole; the figures next to it give the same in numbers.
 */
export function Bars({
  points,
  label,
  say,
  height,
  class: extra = "",
}: {
  points: readonly Point[];
  label: string;
  say?: (point: Point) => string;
  height: number;
  class?: string;
}) {
  const most = Math.max(1, ...points.map(({ total }) => total));
  const width = points.length * 10;
  /** One run among thousands is still seen. */
  const tall = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / most) * (height - 1)));
  return (
    <svg class={`bars ${extra}`} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
      {points.map((point, index) => (
        <g key={point.at}>
          {say && (
            <rect class="bar-back" x={index * 10} y={0} width={10} height={height}>
              <title>{say(point)}</title>
            </rect>
          )}
          {point.total === 0 && <rect class="bar-none" x={index * 10 + 1} y={height - 1} width={8} height={1} />}
          <rect class="bar-all" x={index * 10 + 1} y={height - tall(point.total)} width={8} height={tall(point.total)} />
          <rect class="bar-failed" x={index * 10 + 1} y={height - tall(point.failed)} width={8} height={tall(point.failed)} />
        </g>
      ))}
    </svg>
  );
}
