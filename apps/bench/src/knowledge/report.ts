import type { Judgment } from './judged/judge.ts';
import { meanNdcg, successRate } from './judged/judge.ts';
import type { Latency } from './measure.ts';

/** What came of a run. */
export interface KnowledgeReport {
  readonly pages: number;
  readonly savedPerSecond: number;
  readonly latencies: readonly Latency[];
  readonly judgments: readonly Judgment[];
}

/** The bar: people do not notice it. */
const MAX_P99_MS = 50;

export const isGood = ({ latencies }: KnowledgeReport): boolean =>
  latencies.every(({ kind, p99 }) => kind !== 'all' || p99 < MAX_P99_MS);

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, index) => (index === 0 ? String(cell).padEnd(14) : String(cell).padStart(9))).join('');

const rounded = (ms: number): string => ms.toFixed(1);

/** The run for people. */
export const toReportLines = (report: KnowledgeReport): readonly string[] => [
  `${report.pages} pages, saved at ${Math.round(report.savedPerSecond)} a second`,
  '',
  row(['search, ms', 'count', 'p50', 'p99', 'max', 'empty']),
  ...report.latencies.map(({ kind, count, p50, p99, max, empty }) =>
    row([kind, count, rounded(p50), rounded(p99), rounded(max), empty]),
  ),
  '',
  `judged: ${report.judgments.length} queries, nDCG@10 ${meanNdcg(report.judgments).toFixed(3)}, ` +
    `success@3 ${successRate(report.judgments).toFixed(2)}`,
  `p99 below ${MAX_P99_MS} ms: ${isGood(report) ? 'met' : 'missed'}`,
];

/** The run for programs. */
export const toReportJson = (report: KnowledgeReport): object => ({
  ok: isGood(report),
  pages: report.pages,
  savedPerSecond: Math.round(report.savedPerSecond),
  latencies: report.latencies,
  ndcg: meanNdcg(report.judgments),
  success: successRate(report.judgments),
});
