import { AgentError, newId } from '@sherpa/core';
import type { NewTask, Outcome, Task } from '@sherpa/db';
import { newTask } from '@sherpa/db/testing';
import { nothing, type Left } from '../../engine/finish-of.ts';
import { toFailure } from '../../engine/outcome.ts';
import { HOUR_MS, type World } from './world.ts';

/** What a handler is going to do. */
export interface Plan {
  /** It runs for so long that its process writes the attempt down. */
  readonly isLong: boolean;
  /** It keeps how far it is before it ends. */
  readonly getsOn: boolean;
  readonly comesTo: 'result' | 'failure' | 'retry' | 'retry later' | 'not yet';
  /** What a result leaves behind. */
  readonly leaves: 'nothing' | 'event' | 'task' | 'message' | 'state' | 'refused';
  readonly followUp: Partial<NewTask>;
}

/** A handler that does what it should. */
export const plainly: Plan = {
  isLong: false,
  getsOn: false,
  comesTo: 'result',
  leaves: 'nothing',
  followUp: {},
};

const advice = {
  failure: 'never',
  retry: 'backoff',
  'retry later': 'backoff',
  'not yet': { afterMs: 0, counted: false },
} as const;

/** How the attempt ends. */
export const outcomeOf = ({ comesTo }: Plan, task: Task): Outcome => {
  if (comesTo === 'result') return { status: 'completed', result: task.payload };
  const delayMs = comesTo === 'retry later' ? HOUR_MS : 0;
  const policy = { attempts: task.maxAttempts, delayMs, maxDelayMs: HOUR_MS };
  return toFailure(task, policy, new AgentError('As planned.', { retry: advice[comesTo] }), () => 0);
};

/** What it wants written with its result. */
export const leftBy = (world: World, plan: Plan, task: Task, stateVersion: number): Left => {
  const followUp = { causedBy: task.id, ...plan.followUp };
  const { tenantId } = world.ground;
  switch (plan.leaves) {
    case 'nothing':
      return nothing;
    case 'event':
      return { ...nothing, events: [{ id: newId(), type: 'thing.done', data: {} }] };
    case 'task':
      return { ...nothing, tasks: [newTask(tenantId, followUp)] };
    case 'message': {
      const id = newId();
      return { ...nothing, messages: [{ id, delivery: newTask(tenantId, { ...followUp, messageId: id }) }] };
    }
    case 'state':
      return { ...nothing, state: [{ key: 'cursor', value: task.id, version: stateVersion }] };
    case 'refused': {
      // An event of an id that is taken; without one there is nothing to refuse.
      const [told = newId()] = world.model.events;
      return { ...nothing, events: [{ id: told, type: 'thing.done', data: {} }] };
    }
  }
};
