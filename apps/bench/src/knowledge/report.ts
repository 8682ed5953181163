import { availableParallelism, loadavg } from 'node:os';
import type { Judgment } from './judged/judge.ts';
import { meanNdcg, successRate } from './judged/judge.ts';
import type { Latency } from './measure.ts';

/** How the pages came to be. */
export interface Filled {
  readonly filledInSeconds: number;
  /** Of those that were saved the way agents do it; the others are copies. */
  readonly savedPerSecond: number;
}

/** What came of a run. */
export interface KnowledgeReport extends Filled {
  readonly pages: number;
  readonly latencies: readonly Latency[];
  readonly judgments: readonly Judgment[];
}

/** The bar: people do not notice it. */
const MAX_P99_MS = 50;

export const isGood = ({ latencies }: KnowledgeReport): boolean =>
  latencies.every(({ kind, p99 }) => kind !== 'all' || p99 < MAX_P99_MS);

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(9))).join('');

const rounded = (ms: number | null): string => ms?.toFixed(1) ?? '-';

/** The run for people. */
export const toReportLines = (report: KnowledgeReport): readonly string[] => [
  `${report.pages} pages, ready in ${report.filledInSeconds.toFixed(0)} s; agents save ${Math.round(report.savedPerSecond)} a second`,
  '',
  row(['search, ms', 'count', 'p50', 'p99', 'max', 'cpu p50', 'cpu p99', 'empty']),
  ...report.latencies.map(({ kind, count, p50, p99, max, cpuP50, cpuP99, empty }) =>
    row([kind, count, rounded(p50), rounded(p99), rounded(max), rounded(cpuP50), rounded(cpuP99), empty]),
  ),
  '',
  `judged: ${report.judgments.length} queries, nDCG@10 ${meanNdcg(report.judgments).toFixed(3)}, ` +
    `success@3 ${successRate(report.judgments).toFixed(2)}`,
  `p99 below ${MAX_P99_MS} ms: ${isGood(report) ? 'met' : 'missed'} (load ${loadavg()[0]?.toFixed(1)}, ${availableParallelism()} cores)`,
];

/** The run for programs. */
export const toReportJson = (report: KnowledgeReport): object => ({
  ok: isGood(report),
  pages: report.pages,
  filledInSeconds: Math.round(report.filledInSeconds),
  savedPerSecond: Math.round(report.savedPerSecond),
  latencies: report.latencies,
  ndcg: meanNdcg(report.judgments),
  success: successRate(report.judgments),
});
