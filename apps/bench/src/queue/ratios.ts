import type { FigureName } from './bars.ts';
import type { ContestantName } from './contestants/index.ts';
import type { Row } from './figures.ts';
import type { MeasureName } from './run.ts';

type Rows = readonly Row[];
type Find = (contestants: readonly ContestantName[]) => number | null;

const FULL = 'c=200 w=1';
const bullmq = ['bullmq-redis'] as const;
const graphile = ['graphile-200', 'graphile-2000'] as const;
const pgboss = ['pgboss-200', 'pgboss-1000'] as const;
const sherpa = ['sherpa-redis'] as const;

/** The best of these contestants at one thing, by the median. */
const finder =
  (rows: Rows, measure: MeasureName, variant: string): Find =>
  (contestants) => {
    const medians = rows
      .filter((row) => row.measure === measure && row.variant === variant)
      .filter((row) => contestants.includes(row.contestant))
      .map((row) => row.value.median);
    return medians.length === 0 ? null : Math.max(...medians);
  };

const divide = (one: number | null, other: number | null): number | null =>
  one === null || other === null || other === 0 ? null : one / other;

const historyRatio = (rows: Rows): number | null => {
  const all = rows.filter((row) => row.measure === 'history');
  const none = all.find(({ variant }) => variant === 'after none');
  const much = all.find(({ variant }) => variant !== 'after none');
  return divide(much?.value.median ?? null, none?.value.median ?? null);
};

const idleShare = (rows: Rows): number | null =>
  rows.find(({ measure, variant }) => measure === 'idle' && variant.endsWith('processes'))?.value.median ??
  null;

/** Every figure that the bars speak of; null where one of its sides was not measured. */
export const toFigures = (rows: Rows): Readonly<Record<FigureName, number | null>> => {
  const at = (measure: MeasureName, variant: string) => {
    const find = finder(rows, measure, variant);
    return (other: readonly ContestantName[], own: readonly ContestantName[] = sherpa) =>
      divide(find(own), find(other));
  };
  const drainBulk = at('drain-bulk', FULL);
  const together = at('together', 'c=200');
  const [enqueueBulk, enqueue100] = [at('enqueue-bulk', ''), at('enqueue-100', '')];
  return {
    'drainBulk.bullmq': drainBulk(bullmq),
    'drainBulk.graphile': drainBulk(graphile),
    'drainBulk.pgboss': drainBulk(pgboss),
    drainSingle200: at('drain-single', FULL)(bullmq),
    drainSingle50: at('drain-single', 'c=50 w=1')(bullmq),
    'together.bullmq': together(bullmq),
    'together.graphile': together(graphile),
    'together.pgboss': together(pgboss),
    'enqueueBulk.bullmq': enqueueBulk(bullmq),
    'enqueueBulk.graphile': enqueueBulk(graphile),
    'enqueueBulk.pgboss': enqueueBulk(pgboss),
    'enqueue100.bullmq': enqueue100(bullmq),
    'enqueue100.graphile': enqueue100(graphile),
    'enqueue100.pgboss': enqueue100(pgboss),
    startP50: at('latency', 'p50')(bullmq),
    startP99: at('latency', 'p99')(bullmq),
    postgresBackend: drainBulk(graphile, ['sherpa-postgres']),
    history: historyRatio(rows),
    idle: idleShare(rows),
  };
};

/** The figures but for the idle fleet, which is no ratio, as they are published. */
export const toRatios = (figures: Readonly<Record<FigureName, number | null>>) => {
  const pick = (name: FigureName): number | null => {
    const figure = figures[name];
    return figure === null ? null : Math.round(figure * 1_000) / 1_000;
  };
  const against = (measure: 'drainBulk' | 'together' | 'enqueueBulk' | 'enqueue100') => ({
    bullmq: pick(`${measure}.bullmq`),
    graphile: pick(`${measure}.graphile`),
    pgboss: pick(`${measure}.pgboss`),
  });
  return {
    drainBulk: against('drainBulk'),
    drainSingle200: pick('drainSingle200'),
    drainSingle50: pick('drainSingle50'),
    together: against('together'),
    enqueueBulk: against('enqueueBulk'),
    enqueue100: against('enqueue100'),
    startP50: pick('startP50'),
    startP99: pick('startP99'),
    postgresBackend: pick('postgresBackend'),
    history: pick('history'),
  };
};
