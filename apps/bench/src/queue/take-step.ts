import { drain } from './measure/drain.ts';
import { enqueue } from './measure/enqueue.ts';
import { latency } from './measure/latency.ts';
import { together } from './measure/together.ts';
import type { Step } from './plan.ts';
import type { Run } from './run.ts';
import type { Session } from './session.ts';

/** Measures one thing. */
export const takeStep = async (session: Session, step: Step): Promise<readonly Run[]> => {
  switch (step.kind) {
    case 'drain':
      return drain(session, step);
    case 'enqueue':
      return [await enqueue(session, step)];
    case 'together':
      return [await together(session, step)];
    case 'latency':
      return latency(session, step);
  }
};
