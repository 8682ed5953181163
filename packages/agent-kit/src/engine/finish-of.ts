import { AgentError, toJson, newId, type Work } from '@sherpa/core';
import type { Completion, Finish, NewEvent, Outcome, Task } from '@sherpa/db';
import { toTaskError } from './outcome.ts';

const engineEvents = (task: Task, outcome: Outcome): NewEvent[] => {
  if (outcome.status === 'pending' || outcome.status === 'waiting') return [];
  const code = 'error' in outcome ? { code: outcome.error.code } : {};
  return [
    {
      id: newId(),
      type: `task.${outcome.status}`,
      data: { type: task.type, attempt: task.attempt, ...code },
    },
  ];
};

/** What an attempt that succeeded wants written with its result. */
export type Left = Pick<Finish, 'state' | 'events' | 'messages' | 'tasks'>;

/** The attempt that ends. */
export interface Ending extends Pick<Finish, 'workerId' | 'ranMs' | 'vendorCalls' | 'hasOwnJob'> {
  readonly task: Task;
}

/** The share of a task that only gives a result. */
export const nothing: Left = { state: [], events: [], messages: [], tasks: [] };

/** What an attempt leaves behind: how it ended, and, if it succeeded, what it wanted written with that. */
export const finishOf = (ending: Ending, outcome: Outcome, left: Left = nothing): Finish => {
  const { task, workerId, ranMs, vendorCalls, hasOwnJob } = ending;
  return {
    id: task.id,
    tenantId: task.tenantId,
    agent: task.agent,
    type: task.type,
    priority: task.priority,
    attempt: task.attempt,
    workerId,
    ranMs,
    vendorCalls,
    hasOwnJob,
    hasTurn: task.concurrencyKey !== null,
    outcome,
    state: left.state,
    events: [...left.events, ...engineEvents(task, outcome)],
    messages: left.messages,
    tasks: left.tasks,
  };
};

const isPlain = (task: Task, finish: Finish): boolean =>
  task.key === null &&
  task.messageId === null &&
  task.awaitedBy === null &&
  task.concurrencyKey === null &&
  finish.vendorCalls === 0 &&
  // The engine's own event is one.
  finish.state.length + finish.messages.length + finish.tasks.length + finish.events.length === 1;

/** The short form of an end that leaves nothing but a result; undefined where there is more to write. */
export const toCompletion = (task: Task, finish: Finish): Completion | undefined => {
  const [event] = finish.events;
  if (finish.outcome.status !== 'completed' || event === undefined || !isPlain(task, finish))
    return undefined;
  const { id, type, attempt, ranMs } = finish;
  return { id, type, attempt, ranMs, eventId: event.id, result: finish.outcome.result };
};

/** Success, if what the handler returned fits its contract; throws otherwise. */
export const toSuccess = (work: Work, result: unknown): Outcome => {
  const json = toJson(work.parseResult(result));
  if (json !== undefined) return { status: 'completed', result: json };
  throw new AgentError('The result is not JSON.', { retry: 'never' });
};

export const cancelled: Outcome = {
  status: 'cancelled',
  error: toTaskError(new AgentError('Cancelled while it ran.', { code: 'task_cancelled', retry: 'never' })),
};
