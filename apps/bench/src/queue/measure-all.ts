import type { Terminal } from '../terminal.ts';
import type { QueueOptions } from './options.ts';
import { planLegs } from './plan.ts';
import type { Run } from './run.ts';
import { runHistory } from './run-history.ts';
import { runIdle } from './run-idle.ts';
import { runLeg, type LegDeps } from './run-legs.ts';

export interface MeasureDeps extends Omit<LegDeps, 'onRun'> {
  readonly workspaceRoot: string;
  readonly home: string;
  readonly terminal: Pick<Terminal, 'tell'>;
}

/** Of the two minutes that a quick run may take, what is left for starting and stopping the servers. */
const QUICK_BUDGET_MS = 100_000;
const CAP_MS = 20_000;
const IDLE_WORKERS = 6;

const describe = (run: Run, startedAt: number): string => {
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const value = run.value.toLocaleString('en-US', { maximumFractionDigits: run.value < 100 ? 2 : 0 });
  const cut = run.isCut === true ? ` (stopped after ${run.tasks} tasks)` : '';
  return `${String(seconds).padStart(5)} s  ${run.contestant.padEnd(20)} ${run.measure} ${run.variant}`
    .padEnd(56)
    .concat(` ${value} ${run.unit}${cut}`);
};

/** Measures all that was asked for and answers with every repetition. */
export const measureAll = async (options: QueueOptions, deps: MeasureDeps): Promise<readonly Run[]> => {
  const { tell } = deps.terminal;
  const runs: Run[] = [];
  const startedAt = performance.now();
  const onRun = (run: Run): void => {
    runs.push(run);
    tell(describe(run, startedAt));
  };
  const all: LegDeps = { ...deps, onRun };
  const { isQuick, measures } = options;
  if (measures.includes('idle')) {
    const seconds = isQuick ? 10 : 30;
    await runIdle(all, {
      ...deps,
      seconds,
      workers: IDLE_WORKERS,
      quietWithinMs: isQuick ? 20_000 : 120_000,
      restMs: isQuick ? 0 : 30_000,
    });
  }
  const legs = planLegs(options);
  const begunAt = performance.now();
  for (let round = 1; round <= options.rounds; round += 1) {
    const now = performance.now();
    // As long as the rounds so far took, the next one will.
    const endsAt = now - startedAt + (now - begunAt) / Math.max(1, round - 1);
    if (isQuick && round > 1 && endsAt > QUICK_BUDGET_MS) break;
    if (legs.length > 0) tell(`round ${round} of ${options.rounds}`);
    for (const leg of legs) await runLeg(leg, all);
  }
  if (measures.includes('history')) await runHistory(all, { ...options, capMs: CAP_MS, tell });
  return runs;
};
