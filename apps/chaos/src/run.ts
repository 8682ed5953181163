import { setTimeout as sleep } from 'node:timers/promises';
import { toAppError } from '@sherpa/core';
import type { Arguments } from './arguments.ts';
import { runAudit } from './audit/audit.ts';
import { describeStuck } from './audit/describe-stuck.ts';
import { readLoad, waitUntilDrained } from './drain.ts';
import { makeInject } from './faults/inject.ts';
import { startFleet, type Fleet } from './fleet/fleet.ts';
import { makeLogWatch } from './fleet/watch-log.ts';
import { startGround, type Ground } from './ground/ground.ts';
import { startRecoveryWatch, type RecoveryWatch } from './observe/recovery.ts';
import type { PlannedFault } from './plan/fault.ts';
import type { PlanOptions } from './plan/plan-faults.ts';
import type { Outcome } from './report.ts';

export interface RunDeps {
  readonly options: Arguments;
  readonly planOptions: PlanOptions;
  readonly plan: readonly PlannedFault[];
  /** The folder of the run, with everything it leaves behind. */
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  /** Progress, for people. */
  readonly tell: (line: string) => void;
  readonly stopping: AbortSignal;
}

const TELL_MS = 5_000;
/** What comes in now has to be worked on by processes that have lost their queue. */
const LOAD_AFTER_FLUSH_MS = 3_000;
const DRAIN_WITHIN_MS = 150_000;

interface Stage {
  readonly deps: RunDeps;
  readonly ground: Ground;
  readonly fleet: Fleet;
  readonly recovery: RecoveryWatch;
}

/** What the sleeping side of a run is told by: the end of the run, or its abortion. */
const pause = async (ms: number, signal: AbortSignal): Promise<void> => {
  await sleep(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
};

/** Lets everything go wrong at its time; answers with how often what did. */
const playPlan = async ({ deps, ground, fleet, recovery }: Stage): Promise<Record<string, number>> => {
  const { plan, planOptions, stopping, tell } = deps;
  const ending = new AbortController();
  const inject = makeInject({ ground, fleet, ending: ending.signal });
  const counts = new Map<string, number>();
  const running = new Set<Promise<void>>();
  const startedMs = performance.now();

  const play = async ({ fault }: PlannedFault): Promise<void> => {
    try {
      await recovery.before(fault.kind);
      if (await inject(fault)) counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
    } catch (err) {
      tell(`  ${fault.kind} could not be done: ${toAppError(err).message}`);
    }
  };
  for (const planned of plan) {
    await pause(planned.atMs - (performance.now() - startedMs), stopping);
    if (stopping.aborted) break;
    const one: Promise<void> = play(planned).finally(() => running.delete(one));
    running.add(one);
  }
  await pause(planOptions.minutes * 60_000 - (performance.now() - startedMs), stopping);
  ending.abort();
  await Promise.all(running);
  await ground.sandbox.calm();
  return Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b)));
};

/** Tells every few seconds how far it is. */
const startTelling = ({ deps, ground, fleet }: Omit<Stage, 'recovery'>, stopped: AbortSignal): void => {
  const startedMs = performance.now();
  const once = async (): Promise<void> => {
    const { live, ended } = await readLoad(ground.audit);
    const lives = [...fleet.slots.values()].reduce((sum, slot) => sum + slot.lives(), 0);
    const seconds = Math.round((performance.now() - startedMs) / 1_000);
    deps.tell(`${String(seconds).padStart(5)} s  ${ended} ended, ${live} to do, ${lives} processes so far`);
  };
  const repeat = async (): Promise<void> => {
    while (!stopped.aborted) {
      await pause(TELL_MS, stopped);
      if (!stopped.aborted) await once().catch(() => undefined);
    }
  };
  void repeat();
};

const isLastFlushWanted = ({ options, stopping }: RunDeps): boolean =>
  !stopping.aborted && (options.only.length === 0 || options.only.includes('queueFlush'));

const conduct = async (stage: Stage, watch: ReturnType<typeof makeLogWatch>): Promise<Outcome> => {
  const { deps, ground, fleet, recovery } = stage;
  const { stopping, tell } = deps;
  const told = new AbortController();
  startTelling(stage, AbortSignal.any([told.signal, stopping]));
  const faults = await playPlan(stage);
  told.abort();
  tell('The faults are over.');
  await fleet.ready();
  if (isLastFlushWanted(deps)) {
    // Whatever was restarted so far may have come back by that alone. Now nobody is, and all must be rebuilt.
    tell('The queue loses everything once more, and no process is restarted.');
    await ground.flushQueue();
    faults['queueFlush'] = (faults['queueFlush'] ?? 0) + 1;
    await pause(LOAD_AFTER_FLUSH_MS, stopping);
  }
  tell('The producers stop, the rest is to be done.');
  await fleet.stop('producer');
  const drainedS = await waitUntilDrained(ground.audit, {
    withinMs: DRAIN_WITHIN_MS,
    stopping,
    tell: ({ live, ended }) => tell(`         ${ended} ended, ${live} to do`),
  });
  if (drainedS === undefined) tell(`What is left is described in ${await describeStuck(ground)}.`);
  await recovery.stop();
  await fleet.stopAll();
  const audit = await runAudit(ground);
  const all = { ...faults, dieAfterCommit: audit.deaths };
  return {
    options: deps.options,
    faults: all,
    audit,
    log: watch.counts(),
    recovery: recovery.read(),
    drainedS,
    versions: ground.versions,
  };
};

/** One whole run: the ground, the fleet, the faults, the drain, the audit. Ends all it started, whatever happens. */
export const run = async (deps: RunDeps): Promise<Outcome> => {
  const watch = makeLogWatch();
  const { names, leaseMs } = { names: deps.planOptions.slots, leaseMs: deps.planOptions.leaseMs };
  const ground = await startGround({
    dir: deps.dir,
    queue: deps.options.queue,
    env: deps.env,
    onLine: () => undefined,
  });
  try {
    deps.tell(`Postgres, ${deps.options.queue === 'redis' ? 'Redis' : 'its queue'} and the sandbox run.`);
    const fleet = await startFleet({
      ground,
      names,
      leaseMs,
      seed: deps.options.seed,
      env: deps.env,
      onLine: watch.see,
    });
    const recovery = startRecoveryWatch(ground.audit);
    try {
      return await conduct({ deps, ground, fleet, recovery }, watch);
    } finally {
      await recovery.stop();
      await fleet.stopAll();
    }
  } finally {
    await ground.stop();
  }
};
