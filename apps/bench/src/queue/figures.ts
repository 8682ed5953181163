import type { ContestantName } from './contestants/index.ts';
import type { ByProcess, MeasureName, Run } from './run.ts';

/** The middle of some repetitions, and how far they lie apart. */
export interface Figure {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** All repetitions of one measure in one. */
export interface Row {
  readonly contestant: ContestantName;
  readonly measure: MeasureName;
  readonly variant: string;
  readonly unit: Run['unit'];
  readonly rounds: number;
  readonly tasks: number;
  readonly value: Figure;
  readonly cpuUs: ByProcess | null;
  readonly residentBytes: ByProcess | null;
  readonly isCut: boolean;
}

/** The value in the middle; between the two in the middle where there is none. */
const medianOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
};

const toFigure = (values: readonly number[]): Figure => ({
  median: medianOf(values),
  min: Math.min(...values),
  max: Math.max(...values),
});

const isThere = <T>(value: T | undefined): value is T => value !== undefined;

const middleOf = (all: readonly (ByProcess | undefined)[]): ByProcess | null => {
  const known = all.filter(isThere);
  if (known.length === 0) return null;
  const redis = known.flatMap((each) => (each.redis === null ? [] : [each.redis]));
  return {
    redis: redis.length === 0 ? null : medianOf(redis),
    postgres: medianOf(known.map((each) => each.postgres)),
    producer: medianOf(known.map((each) => each.producer)),
    workers: medianOf(known.map((each) => each.workers)),
  };
};

const toRow = (runs: readonly [Run, ...Run[]]): Row => ({
  contestant: runs[0].contestant,
  measure: runs[0].measure,
  variant: runs[0].variant,
  unit: runs[0].unit,
  rounds: runs.length,
  tasks: Math.round(medianOf(runs.map((run) => run.tasks))),
  value: toFigure(runs.map((run) => run.value)),
  cpuUs: middleOf(runs.map((run) => run.cpuUs)),
  residentBytes: middleOf(runs.map((run) => run.residentBytes)),
  isCut: runs.some((run) => run.isCut === true),
});

/** The repetitions put together, in the order in which they were first measured. */
export const toRows = (runs: readonly Run[]): readonly Row[] =>
  [
    ...Map.groupBy(
      runs,
      ({ contestant, measure, variant }) => `${contestant} ${measure} ${variant}`,
    ).values(),
  ].flatMap(([first, ...rest]) => (first === undefined ? [] : [toRow([first, ...rest])]));
