import { drawFaults } from './draw-faults.ts';
import { drawVerdict } from './draw-verdict.ts';
import { NAMES } from './names.ts';
import type { RunRecord } from './record.ts';
import { drawText, escapeXml, STYLE, toCount } from './svg.ts';

const WIDTH = 860;
const VERDICT_LEFT = 604;
const NOTE_TOP = 52;
const NOTE_HEIGHT = 18;

const headOf = (records: readonly RunRecord[]): string => {
  if (records.length === 0) return 'No chaos run yet';
  const counts = records.flatMap(({ faults }) => Object.values(faults));
  const faults = `${toCount(counts.reduce((sum, count) => sum + count, 0))} faults`;
  const failed = records.filter(({ ok }) => !ok).map(({ queue }) => NAMES[queue]);
  return failed.length === 0
    ? `${faults}, nothing lost, nothing twice`
    : `${faults}; failed on ${failed.join(' and ')}`;
};

const noteOf = ({ queue, minutes, seed, date, machine }: RunRecord): string =>
  `${NAMES[queue]}: ${minutes} min, seed ${seed}, ${date}; ${machine}`;

/** The latest runs side by side: left what went wrong and how soon it was over, right what became of the work. */
export const toPicture = (records: readonly RunRecord[]): string => {
  const head = headOf(records);
  const isBad = records.some(({ ok }) => !ok);
  const notes = records.map(noteOf);
  const top = NOTE_TOP + notes.length * NOTE_HEIGHT + 26;
  const faults = records.length === 0 ? { lines: [], bottom: top } : drawFaults(records, top);
  const verdict = records.length === 0 ? { lines: [], bottom: top } : drawVerdict(records, VERDICT_LEFT, top);
  const bottom = Math.max(faults.bottom, verdict.bottom) + 8;
  const divider = VERDICT_LEFT - 24.5;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom}" role="img" aria-labelledby="title desc">
  <title id="title">${escapeXml(head)}</title>
  <desc id="desc">Faults of the chaos run by kind, the seconds until the next task ended, and the audit’s verdict. ${escapeXml(notes.join('. '))}</desc>
  <style>${STYLE}
  </style>
${[
  drawText(isBad ? 'head bad' : 'head', 16, 30, head),
  ...notes.map((note, index) => drawText('note', 16, NOTE_TOP + index * NOTE_HEIGHT, note)),
  ...faults.lines,
  ...(records.length === 0 ? [] : [`  <path class="line" d="M${divider} ${top - 12}V${bottom - 12}"/>`]),
  ...verdict.lines,
].join('\n')}
</svg>
`;
};
