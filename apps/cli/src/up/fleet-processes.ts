import type { Display } from './display.ts';
import type { ProcessPlan } from './process-plan.ts';
import { supervisePlan, type Failure } from './supervise-plan.ts';
import type { SupervisedProcess } from './supervise-process.ts';

/** The processes of the fleet, each kept running. */
export interface FleetProcesses {
  /** Starts those of one stage and waits until each of them is ready or given up. */
  start(stage: ProcessPlan['stage']): Promise<void>;
  pids(): readonly { readonly name: string; readonly pid: number }[];
  /** Resolves when one is given up. */
  readonly failed: Promise<Failure>;
  /** Drains agents first, then the others from the last started to the first. */
  stop(): Promise<void>;
}

/** What the fleet's processes need of the one who starts them. */
export interface FleetProcessesDeps {
  readonly display: Display;
  readonly drainMs: number;
  /** Aborted when there is no more time to drain. */
  readonly hard: AbortSignal;
  /** Told whenever a process got a new pid, or lost one. */
  readonly onPidChange: () => void;
  /** Told when one is ready again after a death. */
  readonly onBack: (name: string) => void;
}

/** On top of the drain time that a process keeps itself: for letting go of its connections. */
const GRACE_MS = 8_000;

const stopTogether = async (some: readonly SupervisedProcess[], deps: FleetProcessesDeps): Promise<void> => {
  const alive = some.filter((one) => one.pid() !== undefined).map(({ name }) => name);
  if (alive.length > 0) deps.display.line(`Waiting for ${alive.join(', ')} …`);
  const deadlineMs = deps.drainMs + GRACE_MS;
  const kill = (): void => {
    for (const one of some) void one.stop(0);
  };
  deps.hard.addEventListener('abort', kill);
  await Promise.all(some.map((one) => one.stop(deps.hard.aborted ? 0 : deadlineMs)));
  deps.hard.removeEventListener('abort', kill);
};

/** Prepares the processes of these plans; none runs before its stage is started. */
export const makeFleetProcesses = (
  plans: readonly ProcessPlan[],
  deps: FleetProcessesDeps,
): FleetProcesses => {
  const running: { readonly plan: ProcessPlan; readonly process: SupervisedProcess }[] = [];
  const failed = Promise.withResolvers<Failure>();
  return {
    start: async (stage) => {
      const started = plans
        .filter((plan) => plan.stage === stage)
        .map((plan) => ({ plan, process: supervisePlan(plan, { ...deps, onFailure: failed.resolve }) }));
      running.push(...started);
      await Promise.all(started.map(({ process }) => process.settled));
    },
    pids: () =>
      running.flatMap(({ process }) => {
        const pid = process.pid();
        return pid === undefined ? [] : [{ name: process.name, pid }];
      }),
    failed: failed.promise,
    stop: async () => {
      const agents = running.filter(({ plan }) => plan.stage === 'agents');
      const others = running.filter(({ plan }) => plan.stage !== 'agents');
      await stopTogether(
        agents.map(({ process }) => process),
        deps,
      );
      for (const { process } of others.toReversed()) await stopTogether([process], deps);
    },
  };
};
