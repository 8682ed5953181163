import { availableParallelism, loadavg } from 'node:os';
import type { CustomersFigures } from './bench-customers.ts';

const LOOKUP_BAR_MS = 2;
const SEARCH_BAR_MS = 50;

const barOf = (what: string): number => (what.startsWith('look-up') ? LOOKUP_BAR_MS : SEARCH_BAR_MS);

const ms = (value: number | null): string => (value?.toFixed(2) ?? '-').padStart(9);
const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** Whether every 99th percentile is within its bar. */
export const isGood = ({ latencies }: CustomersFigures): boolean =>
  latencies.every(({ what, p99Ms }) => p99Ms < barOf(what));

/** The figures in lines for a person. */
export const toLines = ({ customers, filledInSeconds, latencies, matching }: CustomersFigures): string[] => {
  const { automatic, withReview } = matching;
  const reviews = Object.entries(matching.reviews).map(([kind, count]) => `${count} ${kind}`);
  return [
    `${customers} customers, made in ${filledInSeconds.toFixed(0)} s by set-based statements (load ${loadavg()[0]?.toFixed(1)}, ${availableParallelism()} cores)`,
    '',
    `${'ms'.padEnd(24)}${['p50', 'p99', 'most', 'cpu p50', 'cpu p99'].map((name) => name.padStart(9)).join('')}   bar   found`,
    ...latencies.map(
      ({ what, p50Ms, p99Ms, mostMs, cpuP50Ms, cpuP99Ms, count, found }) =>
        `${what.padEnd(24)}${ms(p50Ms)}${ms(p99Ms)}${ms(mostMs)}${ms(cpuP50Ms)}${ms(cpuP99Ms)}   ${p99Ms < barOf(what) ? '<' : '>'} ${barOf(what)}   ${found}/${count}`,
    ),
    '',
    `matching ${matching.objects} objects of known truth (${automatic.truePairs} pairs), ${Math.round(matching.objectsPerSecond)} objects/s`,
    `automatic          precision ${percent(automatic.precision)}   recall ${percent(automatic.recall)}`,
    `after the reviews  precision ${percent(withReview.precision)}   recall ${percent(withReview.recall)}   (${reviews.join(', ')} open)`,
  ];
};
