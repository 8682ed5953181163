import { AppError } from '@sherpa/core';
import type { Environment } from '../config.ts';
import type { Servers } from '../servers/start-servers.ts';
import { contestantNames, type ContestantName } from './contestants/index.ts';
import { warmUp } from './measure/warm-up.ts';
import type { Leg, Step } from './plan.ts';
import type { Run } from './run.ts';
import { openSession } from './session.ts';
import { takeStep } from './take-step.ts';

export interface LegDeps {
  readonly servers: Servers;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly onRun: (run: Run) => void;
}

export const stopIfAsked = (signal: AbortSignal): void => {
  if (signal.aborted) throw new AppError('The benchmark was stopped before its end.');
};

/** Takes as many of the steps as one session can, and answers with those that are left. */
const takeSteps = async (
  contestant: ContestantName,
  leg: { readonly workers: number; readonly steps: readonly Step[] },
  deps: LegDeps,
): Promise<readonly Step[]> => {
  const session = await openSession({ ...deps, contestant, workers: leg.workers });
  try {
    await warmUp(session);
    for (const [index, step] of leg.steps.entries()) {
      stopIfAsked(deps.signal);
      const runs = await takeStep(session, step);
      for (const run of runs) deps.onRun(run);
      if (runs.some((run) => run.leavesTasks === true)) return leg.steps.slice(index + 1);
    }
    return [];
  } finally {
    await session.close();
  }
};

/** Lets every contestant take the steps of a leg, one after the other. */
export const runLeg = async (leg: Leg, deps: LegDeps): Promise<void> => {
  for (const contestant of contestantNames) {
    let steps = leg.steps.filter((step) => step.contestants.includes(contestant));
    while (steps.length > 0) {
      stopIfAsked(deps.signal);
      steps = [...(await takeSteps(contestant, { workers: leg.workers, steps }, deps))];
    }
  }
};
