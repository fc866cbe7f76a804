import type { ComponentChildren } from "preact";

/** One set, drawn on a grid of 16 with a stroke of 1.5. An icon stands beside words or on a control that has a label. */
// oxlint-disable-next-line millrace/no-node-type-names -- names of drawings, some of which node types share
const shapes = {
  align: <path d="M2.5 2v12M5.5 3.5h8v3.5h-8ZM5.5 9h5v3.5h-5Z" />,
  account: (
    <>
      <circle cx="8" cy="5.5" r="2.75" />
      <path d="M2.75 13.5c.6-2.5 2.7-4 5.25-4s4.65 1.5 5.25 4" />
    </>
  ),
  alert: (
    <>
      <path d="M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5Z" />
      <path d="M8 5v3.5M8 10.75v.01" />
    </>
  ),
  api: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M2 8h12M8 2c2 1.7 2.75 3.7 2.75 6S10 12.3 8 14c-2-1.7-2.75-3.7-2.75-6S6 3.7 8 2Z" />
    </>
  ),
  arrowLeft: <path d="M13 8H3m4-4L3 8l4 4" />,
  bell: <path d="M4 10.5v-3a4 4 0 0 1 8 0v3l1.25 1.75H2.75ZM6.5 14.25h3" />,
  arrowUp: <path d="M8 13V3M4 7l4-4 4 4" />,
  check: <path d="m3 8.5 3.25 3.25L13 4.75" />,
  chevronDown: <path d="m4 6 4 4 4-4" />,
  chevronRight: <path d="m6 4 4 4-4 4" />,
  clock: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 4.75V8l2.25 1.5" />
    </>
  ),
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  code: <path d="m5 4.5-3.5 3.5L5 11.5M11 4.5l3.5 3.5-3.5 3.5M9.25 3l-2.5 10" />,
  chart: <path d="M2.5 2.5v11h11M5.5 10.5l2.5-3 2 1.5 3-4.5" />,
  columns: <path d="M2.5 3.5c0-.6.4-1 1-1h9c.6 0 1 .4 1 1v9c0 .6-.4 1-1 1h-9c-.6 0-1-.4-1-1ZM6.25 2.5v11M9.75 2.5v11" />,
  condition: (
    <>
      <path d="M8 1.75 14.25 8 8 14.25 1.75 8Z" />
      <path d="M6 8h4" />
    </>
  ),
  copy: (
    <>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M3.5 10.5c-.6 0-1-.4-1-1v-6c0-.6.4-1 1-1h6c.6 0 1 .4 1 1" />
    </>
  ),
  data: (
    <>
      <ellipse cx="8" cy="3.75" rx="5.25" ry="2" />
      <path d="M2.75 3.75v8.5c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2v-8.5M2.75 8c0 1.1 2.35 2 5.25 2s5.25-.9 5.25-2" />
    </>
  ),
  deploy: <path d="M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 10.5v2c0 .6.4 1 1 1h9c.6 0 1-.4 1-1v-2" />,
  details: (
    <>
      <path d="M2.5 4.5h5M11.5 4.5h2M2.5 11.5h2M8.5 11.5h5" />
      <circle cx="9.5" cy="4.5" r="2" />
      <circle cx="6.5" cy="11.5" r="2" />
    </>
  ),
  download: <path d="M8 2.5v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11" />,
  end: (
    <>
      <circle cx="8" cy="8" r="6" />
      <rect x="5.75" y="5.75" width="4.5" height="4.5" rx="0.75" />
    </>
  ),
  endpoint: <path d="M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0ZM8 11.5V14" />,
  external: <path d="M9 2.5h4.5V7M13.5 2.5 7.5 8.5M11.5 9.5v3c0 .6-.4 1-1 1h-7c-.6 0-1-.4-1-1v-7c0-.6.4-1 1-1h3" />,
  fit: <path d="M2.5 6V3.5c0-.6.4-1 1-1H6M10 2.5h2.5c.6 0 1 .4 1 1V6M13.5 10v2.5c0 .6-.4 1-1 1H10M6 13.5H3.5c-.6 0-1-.4-1-1V10" />,
  flow: (
    <>
      <rect x="1.75" y="5.75" width="4.5" height="4.5" rx="1" />
      <rect x="9.75" y="1.75" width="4.5" height="4.5" rx="1" />
      <rect x="9.75" y="9.75" width="4.5" height="4.5" rx="1" />
      <path d="M6.25 8H8M9.75 4H8.5c-.3 0-.5.2-.5.5v7c0 .3.2.5.5.5h1.25" />
    </>
  ),
  history: (
    <>
      <path d="M2.75 8a5.25 5.25 0 1 0 1.6-3.75M2.75 2.5v2.75H5.5" />
      <path d="M8 5.25V8l2 1.25" />
    </>
  ),
  info: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M8 7.5v3.25M8 5.25v.01" />
    </>
  ),
  key: (
    <>
      <circle cx="5" cy="11" r="2.75" />
      <path d="M7 9l6.5-6.5M11 5l2 2" />
    </>
  ),
  link: (
    <path d="M6.75 9.25a2.75 2.75 0 0 0 3.9 0l2.1-2.1a2.75 2.75 0 0 0-3.9-3.9l-.6.6M9.25 6.75a2.75 2.75 0 0 0-3.9 0l-2.1 2.1a2.75 2.75 0 0 0 3.9 3.9l.6-.6" />
  ),
  map: <path d="M6 3 2.5 4.5v9L6 12l4 1.5 3.5-1.5V3L10 4.5Zm0 0v9m4-7.5v9" />,
  log: <path d="M3 3.5h.01M3 8h.01M3 12.5h.01M6 3.5h7.5M6 8h7.5M6 12.5h5" />,
  minus: <path d="M3.5 8h9" />,
  moon: <path d="M13.5 9.5A6 6 0 0 1 6.5 2.5a5.75 5.75 0 1 0 7 7Z" />,
  more: <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2" />,
  lock: (
    <>
      <rect x="3" y="7" width="10" height="6.5" rx="1.5" />
      <path d="M5.25 7V5a2.75 2.75 0 0 1 5.5 0v2" />
    </>
  ),
  node: <rect x="2.5" y="2.5" width="11" height="11" rx="2" />,
  note: <path d="M13.5 9.5v-6c0-.6-.4-1-1-1h-9c-.6 0-1 .4-1 1v9c0 .6.4 1 1 1h6Zm0 0h-3c-.6 0-1 .4-1 1v3" />,
  pin: <path d="M9.5 2 14 6.5l-1.25.5-2.5 2.5-.5 3.25L3.25 6.25l3.25-.5L9 3.25ZM6.5 9.5 2.5 13.5" />,
  people: (
    <>
      <circle cx="6" cy="5.5" r="2.5" />
      <path d="M1.5 13c.4-2.3 2.2-3.7 4.5-3.7s4.1 1.4 4.5 3.7M10.75 3.2a2.5 2.5 0 0 1 0 4.6M12.25 9.9c1.2.5 2 1.6 2.25 3.1" />
    </>
  ),
  play: <path d="M4.75 2.75v10.5L13 8Z" />,
  plus: <path d="M8 3v10M3 8h10" />,
  redo: <path d="M10 3l3 3-3 3M13 6H6.5a3.5 3.5 0 0 0 0 7H9" />,
  refresh: <path d="M13.5 8a5.5 5.5 0 1 1-1.75-4M13.5 2v3h-3" />,
  script: <path d="m4.25 5 3 3-3 3M8.5 11.5h4" />,
  search: (
    <>
      <circle cx="7" cy="7" r="4.5" />
      <path d="m10.5 10.5 3.25 3.25" />
    </>
  ),
  shield: <path d="M8 1.75 13.25 3.5v4.25c0 3.1-2.1 5.4-5.25 6.5-3.15-1.1-5.25-3.4-5.25-6.5V3.5ZM5.75 7.75l1.75 1.75 3-3.25" />,
  signOut: <path d="M6 2.5H3.5c-.6 0-1 .4-1 1v9c0 .6.4 1 1 1H6M10.5 11l3-3-3-3M13.5 8H6" />,
  start: (
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M6.75 5.5v5L10.5 8Z" />
    </>
  ),
  transfer: <path d="M5 2.5v9M2.5 9 5 11.5 7.5 9M11 13.5v-9M8.5 7 11 4.5 13.5 7" />,
  tidy: (
    <path d="M2.5 5.75h3.5v4.5H2.5ZM10 2.5h3.5V6H10ZM10 10h3.5v3.5H10ZM6 8h1.5M10 4.25H8.75c-.7 0-1.25.5-1.25 1.25v5c0 .7.5 1.25 1.25 1.25H10" />
  ),
  undo: <path d="M6 3 3 6l3 3M3 6h6.5a3.5 3.5 0 0 1 0 7H7" />,
  upload: <path d="M8 10.5v-8M4.5 6 8 2.5 11.5 6M2.5 13.5h11" />,
  variable: (
    <path d="M5 2.5c-1.5 0-2 .7-2 2v1.5c0 1-.5 1.7-1.25 2 .75.3 1.25 1 1.25 2v1.5c0 1.3.5 2 2 2M11 2.5c1.5 0 2 .7 2 2v1.5c0 1 .5 1.7 1.25 2-.75.3-1.25 1-1.25 2v1.5c0 1.3-.5 2-2 2M6.25 6.25l3.5 3.5M9.75 6.25l-3.5 3.5" />
  ),
  zoomIn: <path d="M8 3.5v9M3.5 8h9" />,
  stop: <rect x="3.5" y="3.5" width="9" height="9" rx="1.5" />,
  sun: (
    <>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.5v1M8 13.5v1M1.5 8h1M13.5 8h1M3.4 3.4l.7.7M11.9 11.9l.7.7M12.6 3.4l-.7.7M4.1 11.9l-.7.7" />
    </>
  ),
  system: (
    <>
      <rect x="1.75" y="2.5" width="12.5" height="8.5" rx="1.5" />
      <path d="M5.5 13.5h5M8 11v2.5" />
    </>
  ),
  time: (
    <path d="M4 2h8M4 14h8M4.75 2v1.75C4.75 5.75 8 6.75 8 8s-3.25 2.25-3.25 4.25V14M11.25 2v1.75C11.25 5.75 8 6.75 8 8s3.25 2.25 3.25 4.25V14" />
  ),
  token: (
    <>
      <rect x="1.75" y="3.5" width="12.5" height="9" rx="1.5" />
      <circle cx="5.5" cy="7.5" r="1.25" />
      <path d="M3.5 10.5c.4-.8 1.1-1.2 2-1.2s1.6.4 2 1.2M9.5 7h2.75M9.5 9.5h2.75" />
    </>
  ),
  trash: <path d="M2.5 4h11M6 4V2.5h4V4M4 4l.6 8.6c0 .5.4.9 1 .9h4.8c.6 0 1-.4 1-.9L12 4M6.75 6.75v4M9.25 6.75v4" />,
  workflows: <path d="M2.5 4h11M2.5 8h11M2.5 12h7" />,
  ring: <path d="M11.6 4.4A5.1 5.1 0 1 0 13.1 8" />,
  warning: (
    <>
      <path d="M8 2.25 14.25 13H1.75Z" />
      <path d="M8 6.5v3M8 11.25v.01" />
    </>
  ),
} satisfies Record<string, ComponentChildren>;

export type IconName = keyof typeof shapes;

export function Icon({ name, class: extra = "" }: { name: IconName; class?: string }) {
  return (
    <svg class={`icon ${extra}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      {shapes[name]}
    </svg>
  );
}

/** The mark: a wheel in running water. */
export function Logo({ size = 24 }: { size?: number }) {
  return (
    <svg class="logo" viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <g class="logo-wheel">
        <circle cx="16" cy="13" r="8" />
        <path class="logo-spokes" d="M8.48 10.26L23.52 15.74M14.61 5.12L17.39 20.88M22.13 7.86L9.87 18.14" />
        <path d="M16.84 5.04L19.71 2.22M21.35 7.05L25.34 6.46M23.83 11.34L27.40 13.20M23.31 16.25L25.10 19.86M10.65 18.95L6.66 19.54M8.17 14.66L4.60 12.80M8.69 9.75L6.90 6.14M12.00 6.07L12.67 2.10" />
      </g>
      <path
        class="logo-water"
        d="M2 24.25c2.33 0 2.33 2 4.67 2s2.33-2 4.66-2 2.34 2 4.67 2 2.33-2 4.67-2 2.33 2 4.66 2 2.34-2 4.67-2M6.67 30c2.33 0 2.33-2 4.66-2s2.34 2 4.67 2 2.33-2 4.67-2 2.33 2 4.66 2"
      />
    </svg>
  );
}
