import { AgentError, toJson, newId, type Work } from '@sherpa/core';
import type { Finish, NewEvent, Outcome, Task } from '@sherpa/db';
import { toTaskError } from './outcome.ts';

const engineEvents = (task: Task, outcome: Outcome): NewEvent[] => {
  if (outcome.status === 'pending') return [];
  const code = 'error' in outcome ? { code: outcome.error.code } : {};
  return [
    {
      id: newId(),
      type: `task.${outcome.status}`,
      data: { type: task.type, attempt: task.attempt, ...code },
    },
  ];
};

/** What an attempt leaves behind: how it ended, and, if it succeeded, what it wanted written with that. */
export const finishOf = (
  task: Task,
  outcome: Outcome,
  left: Partial<Pick<Finish, 'state' | 'events' | 'messages' | 'tasks'>> = {},
): Finish => ({
  id: task.id,
  tenantId: task.tenantId,
  agent: task.agent,
  attempt: task.attempt,
  outcome,
  state: left.state ?? [],
  events: [...(left.events ?? []), ...engineEvents(task, outcome)],
  messages: left.messages ?? [],
  tasks: left.tasks ?? [],
});

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
