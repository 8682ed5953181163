import type { FaultKind } from '../plan/fault.ts';
import type { RunRecord } from './record.ts';

/** One kind of fault, with a figure for each run. */
export interface FaultRow {
  readonly label: string;
  readonly counts: readonly number[];
  /** Median seconds until the next task ended; `never`, or a dash where it was not measured. */
  readonly recovery: readonly string[];
}

export interface FaultGroup {
  readonly title: string;
  readonly rows: readonly FaultRow[];
}

type Group = 'Processes' | 'Servers' | 'Connections' | 'Vendors' | 'Others';

const PLACES: Readonly<Record<FaultKind | 'dieAfterCommit', readonly [Group, string]>> = {
  killWorker: ['Processes', 'worker killed'],
  killConductor: ['Processes', 'conductor killed'],
  killProducer: ['Processes', 'producer killed'],
  dieAfterCommit: ['Processes', 'dead after its commit'],
  pauseWorker: ['Processes', 'worker stopped a while'],
  pauseConductor: ['Processes', 'conductor stopped'],
  pauseProducer: ['Processes', 'producer stopped'],
  clockJump: ['Processes', 'clock put off'],
  queueFlush: ['Servers', 'queue lost everything'],
  queueRestart: ['Servers', 'Redis back, empty'],
  postgresRestart: ['Servers', 'Postgres crashed'],
  postgresTerminate: ['Servers', 'sessions ended'],
  cut: ['Connections', 'cut'],
  swallow: ['Connections', 'silent'],
  latency: ['Connections', 'slow'],
  answerLost: ['Vendors', 'done, answer lost'],
  vendorTrouble: ['Vendors', '429, 502, hang, reset'],
};

const placeOf = (kind: string): readonly [Group, string] =>
  new Map<string, readonly [Group, string]>(Object.entries(PLACES)).get(kind) ?? ['Others', kind];

const recoveryOf = ({ recoverySeconds }: RunRecord, kind: string): string => {
  const measured = recoverySeconds[kind];
  if (measured === undefined) return '–';
  return measured.firstEnd.median?.toFixed(1) ?? 'never';
};

/** The kinds that happened in any of the runs, by what they hit. */
export const toFaultGroups = (records: readonly RunRecord[]): readonly FaultGroup[] => {
  const seen = new Set(records.flatMap(({ faults }) => Object.keys(faults)));
  const known: readonly string[] = Object.keys(PLACES);
  const kinds = [
    ...known.filter((kind) => seen.has(kind)),
    ...[...seen].filter((kind) => !known.includes(kind)),
  ];
  const groups = Map.groupBy(kinds, (kind) => placeOf(kind)[0]);
  return [...groups].map(([title, some]) => ({
    title,
    rows: some.map((kind) => ({
      label: placeOf(kind)[1],
      counts: records.map(({ faults }) => faults[kind] ?? 0),
      recovery: records.map((record) => recoveryOf(record, kind)),
    })),
  }));
};
