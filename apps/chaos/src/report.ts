import type { Arguments } from './arguments.ts';
import type { Audit } from './audit/audit.ts';
import type { LogCounts } from './fleet/watch-log.ts';
import type { Versions } from './ground/ground.ts';
import type { Recovery } from './observe/recovery.ts';
import type { FaultKind, PlannedFault } from './plan/fault.ts';

/** Everything a run came to. */
export interface Outcome {
  readonly options: Arguments;
  readonly faults: Readonly<Record<string, number>>;
  readonly audit: Audit;
  readonly log: LogCounts;
  readonly recovery: Partial<Record<FaultKind, Recovery>>;
  /** From the end of the faults until nothing was left to do; undefined where something was left. */
  readonly drainedS: number | undefined;
  readonly versions: Versions;
}

/** Nothing lost, nothing twice; and there was something to lose. */
export const isOk = ({ audit }: Outcome): boolean =>
  audit.tasks > 0 &&
  audit.lost === 0 &&
  audit.doubleCommits === 0 &&
  audit.effects.duplicates.stripe === 0 &&
  audit.effects.duplicates.hubspot === 0;

/** What a run is known by. The sandbox has no Notion yet, so that nothing is known of it. */
export const toFigures = (outcome: Outcome) => {
  const { options, audit, log } = outcome;
  return {
    ok: isOk(outcome),
    seed: options.seed,
    minutes: options.minutes,
    queue: options.queue,
    faults: outcome.faults,
    tasks: audit.tasks,
    effects: audit.effects.made,
    lost: audit.lost,
    doubleCommits: audit.doubleCommits,
    duplicateEffects: { ...audit.effects.duplicates, notion: null },
    staleCommitsRefused: log.staleCommitsRefused,
    recoverySeconds: outcome.recovery,
    drainSeconds: outcome.drainedS ?? null,
  };
};

/** The last line of `--json`. */
export const toJsonLine = (outcome: Outcome): string => JSON.stringify(toFigures(outcome));

const table = (rows: readonly (readonly string[])[]): string[] => {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
};

/** A head, and a row for each kind of fault. */
export const toFaultCells = ({ faults, recovery }: Outcome): readonly (readonly string[])[] => {
  const measured = new Map<string, Recovery>(Object.entries(recovery));
  const rows = Object.entries(faults).map(([kind, count]) => {
    const seconds = measured.get(kind);
    if (seconds === undefined) return [kind, String(count), '', '', '', ''];
    const { firstEnd, allTaken } = seconds;
    const cells = [firstEnd.median, firstEnd.max, allTaken.median, allTaken.max];
    return [kind, String(count), ...cells.map((cell) => cell?.toFixed(1) ?? 'never')];
  });
  const head = ['fault', 'times', 'next end, s', 'max', 'all taken, s', 'max'];
  return [head, ...rows];
};

/** What was counted in all, by name. */
export const toSumCells = ({ audit, log, drainedS }: Outcome): readonly (readonly [string, string])[] => {
  const { duplicates, made, repeatedWrites } = audit.effects;
  const statuses = Object.entries(audit.byStatus).map(([status, count]) => `${count} ${status}`);
  return [
    ['tasks', `${audit.tasks} (${statuses.join(', ')})`],
    ['of them taken more than once', String(audit.retried)],
    ['step functions run', String(audit.stepRuns)],
    ['effects in the vendors’ books', String(made)],
    ['guarded writes repeated', String(repeatedWrites)],
    ['lost', String(audit.lost)],
    ['double commits', String(audit.doubleCommits)],
    [
      'duplicate effects',
      `stripe ${duplicates.stripe}, hubspot ${duplicates.hubspot}, notion not in the sandbox`,
    ],
    ['stale commits refused', String(log.staleCommitsRefused)],
    ['leases of dead workers ended', String(log.leasesEnded)],
    ['everything done after the faults', drainedS === undefined ? 'never' : `${drainedS.toFixed(1)} s`],
  ];
};

const brokenRows = ({ audit }: Outcome): string[] => [
  ...audit.broken.flatMap(({ name, finding, count, examples }) => [
    `${finding.toUpperCase()}: ${count} × ${name}`,
    ...examples.map((example) => `  ${example}`),
  ]),
  ...audit.effects.duplicateKeys.map((key) => `DUPLICATE EFFECT: ${key}`),
];

/** For people: the faults, the sums, and what is wrong. */
export const toReport = (outcome: Outcome): string => {
  const found = brokenRows(outcome);
  return [
    ...table(toFaultCells(outcome)),
    '',
    ...toSumCells(outcome).map(([name, value]) => `${name.padEnd(34)}${value}`),
    ...(found.length > 0 ? ['', ...found] : []),
    '',
    isOk(outcome) ? 'OK: nothing lost, nothing twice.' : 'FAILED.',
  ].join('\n');
};

/** One line for each fault, to compare two runs by. */
export const toPlan = (plan: readonly PlannedFault[]): string =>
  plan
    .map(({ atMs, fault: { kind, ...more } }) => {
      const details = Object.entries(more)
        .filter(([name]) => name !== 'hits')
        .map(([name, value]) => `${name}=${value}`);
      return [`${(atMs / 1_000).toFixed(3).padStart(8)} s`, kind, ...details].join('  ');
    })
    .join('\n');
