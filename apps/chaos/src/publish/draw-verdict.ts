import { NAMES } from './names.ts';
import type { RunRecord } from './record.ts';
import { drawText, toCount } from './svg.ts';

const COLUMN = 132;
const FIGURE_HEIGHT = 76;
const HEAD_HEIGHT = 44;

interface Figure {
  readonly label: string;
  /** Must be none at all: green where it is, red where it is not. */
  readonly isFault: boolean;
  readonly of: (record: RunRecord) => number;
}

const FIGURES: readonly Figure[] = [
  { label: 'tasks', isFault: false, of: ({ tasks }) => tasks },
  { label: 'effects at vendors', isFault: false, of: ({ effects }) => effects },
  { label: 'lost', isFault: true, of: ({ lost }) => lost },
  { label: 'double commits', isFault: true, of: ({ doubleCommits }) => doubleCommits },
  {
    label: 'duplicate effects',
    isFault: true,
    of: ({ duplicateEffects: { stripe, hubspot, notion } }) => stripe + hubspot + (notion ?? 0),
  },
  { label: 'stale commits refused', isFault: false, of: ({ staleCommitsRefused }) => staleCommitsRefused },
];

const styleOf = ({ isFault }: Figure, value: number): string => {
  if (!isFault) return 'big';
  return value === 0 ? 'big good' : 'big bad';
};

/** The verdict in big figures, a column for each run. */
export const drawVerdict = (
  records: readonly RunRecord[],
  left: number,
  top: number,
): { readonly lines: readonly string[]; readonly bottom: number } => {
  const xs = records.map((_, index) => left + index * COLUMN);
  const heads = records.flatMap(({ queue }, index) => {
    const x = xs[index] ?? left;
    return [
      `  <rect class="${queue}" x="${x}" y="${top + 3}" width="12" height="12" rx="2"/>`,
      drawText('run', x + 18, top + 14, `on ${NAMES[queue]}`),
    ];
  });
  const figures = FIGURES.flatMap((figure, row) => {
    const y = top + HEAD_HEIGHT + row * FIGURE_HEIGHT;
    return [
      drawText('note', left, y + 10, figure.label),
      ...records.map((record, index) => {
        const value = figure.of(record);
        return drawText(styleOf(figure, value), xs[index] ?? left, y + 40, toCount(value));
      }),
    ];
  });
  return { lines: [...heads, ...figures], bottom: top + HEAD_HEIGHT + FIGURES.length * FIGURE_HEIGHT };
};
