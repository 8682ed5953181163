import type { ContestantName } from '../contestants/index.ts';
import type { Row } from '../figures.ts';
import type { MeasureName } from '../run.ts';

interface Panel {
  readonly title: string;
  readonly measure: MeasureName;
  readonly variant: string;
}

/** What is drawn, top to bottom. */
const PANELS: readonly Panel[] = [
  { title: 'Draining tasks that were enqueued in bulk', measure: 'drain-bulk', variant: 'c=200 w=1' },
  { title: 'Producer and worker at the same time', measure: 'together', variant: 'c=200' },
  { title: 'Draining tasks with a job each', measure: 'drain-single', variant: 'c=200 w=1' },
  { title: 'Enqueueing in bulk', measure: 'enqueue-bulk', variant: '' },
  { title: 'Enqueueing, 100 callers at once', measure: 'enqueue-100', variant: '' },
];

const LABELS: Readonly<Record<ContestantName, string>> = {
  'sherpa-redis': 'Sherpa',
  'sherpa-postgres': 'Sherpa, on Postgres alone',
  'bullmq-redis': 'BullMQ, no ledger',
  'bullmq-redis-counter': 'BullMQ, no ledger, own ids',
  'bullmq-postgres': 'BullMQ on Postgres, no ledger',
  naive: 'BullMQ, naive ledger',
  'graphile-200': 'graphile-worker, localQueue 200',
  'graphile-2000': 'graphile-worker, localQueue 2000',
  'pgboss-200': 'pg-boss, batch 200',
  'pgboss-1000': 'pg-boss, batch 1000',
};

const WIDTH = 860;
const LABEL_WIDTH = 232;
const BAR_WIDTH = 520;
const BAR_HEIGHT = 15;
const STEP = 21;
const PANEL_GAP = 26;
const TITLE_HEIGHT = 26;
const TOP = 64;

// Colours with enough contrast on GitHub's white and on its near-black alike; text follows the reader's scheme.
const STYLE = `
    text { font-family: system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif; font-size: 13px; fill: #1f2328 }
    .head { font-size: 18px; font-weight: 600 }
    .title { font-size: 14px; font-weight: 600 }
    .note, .value { fill: #59636e }
    .own, .own-value { font-weight: 600 }
    .label { text-anchor: end }
    .bar { fill: #8c959f }
    .bar-own { fill: #1f7a4d }
    .range { stroke: #1f2328; stroke-width: 1.2; fill: none }
    .axis { stroke: #8c959f; stroke-width: 1 }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .note, .value { fill: #9198a1 }
      .bar { fill: #656c76 }
      .bar-own { fill: #3fb97f }
      .range { stroke: #e6edf3 }
      .axis { stroke: #656c76 }
    }`;

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const round = (value: number): string => String(Math.round(value * 10) / 10);

const drawBar = (row: Row, y: number, scale: number): string => {
  const isOwn = row.contestant.startsWith('sherpa');
  const { median, min, max } = row.value;
  const x = (value: number): string => round(LABEL_WIDTH + value * scale);
  const middle = round(y + BAR_HEIGHT / 2);
  const baseline = round(y + BAR_HEIGHT - 3);
  return [
    `  <text class="label${isOwn ? ' own' : ''}" x="${LABEL_WIDTH - 8}" y="${baseline}">${escape(LABELS[row.contestant])}</text>`,
    `  <rect class="bar${isOwn ? '-own' : ''}" x="${LABEL_WIDTH}" y="${y}" width="${round(Math.max(1, median * scale))}" height="${BAR_HEIGHT}" rx="2"/>`,
    `  <path class="range" d="M${x(min)} ${middle}H${x(max)}"/>`,
    `  <text class="value${isOwn ? ' own-value' : ''}" x="${round(LABEL_WIDTH + max * scale + 8)}" y="${baseline}">${Math.round(median).toLocaleString('en-US')}</text>`,
  ].join('\n');
};

const drawPanel = (panel: Panel, rows: readonly Row[], top: number): string => {
  const scale = BAR_WIDTH / Math.max(...rows.map((row) => row.value.max));
  const begin = top + TITLE_HEIGHT;
  const end = begin + rows.length * STEP;
  return [
    `  <text class="title" x="${LABEL_WIDTH}" y="${top + 14}">${escape(panel.title)}</text>`,
    ...rows.map((row, index) => drawBar(row, begin + index * STEP, scale)),
    `  <path class="axis" d="M${LABEL_WIDTH}.5 ${begin - 3}V${end - 3}"/>`,
  ].join('\n');
};

/** The picture of a run: a block of bars for each measure, fastest first, with the range of the repetitions. */
export const toChart = (rows: readonly Row[], note: string): string => {
  let top = TOP;
  const panels = PANELS.flatMap((panel) => {
    const own = rows
      .filter((row) => row.measure === panel.measure && row.variant === panel.variant)
      .toSorted((a, b) => b.value.median - a.value.median);
    if (own.length === 0) return [];
    const drawn = drawPanel(panel, own, top);
    top += TITLE_HEIGHT + own.length * STEP + PANEL_GAP;
    return [drawn];
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" role="img" aria-labelledby="title desc">
  <title id="title">Sherpa beside other queues</title>
  <desc id="desc">Tasks a second, by queue and by kind of work. ${escape(note)}</desc>
  <style>${STYLE}
  </style>
  <text class="head" x="16" y="26">Tasks a second</text>
  <text class="note" x="16" y="46">${escape(note)}</text>
${panels.join('\n')}
</svg>
`;
};
