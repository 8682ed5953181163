import { AgentError, findWork, idSchema, newId, toJson, type Contract } from '@sherpa/core';
import type { NewEvent, NewMessage, NewTask, Task } from '@sherpa/db';
import { hopsTo } from '../enqueue/hops.ts';
import { prepareTask } from '../enqueue/prepare-task.ts';
import type { SendOptions, TaskContext } from '../agent/task-context.ts';

/** What a task wants told and done, kept until its finish. */
export interface Outbox {
  readonly messages: readonly NewMessage[];
  readonly tasks: readonly NewTask[];
  readonly events: readonly NewEvent[];
  readonly doors: Pick<TaskContext, 'send' | 'enqueue' | 'emit'>;
}

/** The task whose outbox it is. */
type Sender = Pick<Task, 'id' | 'tenantId' | 'agent' | 'hops'>;

const refuse = (message: string, details: Record<string, string>): never => {
  throw new AgentError(message, { retry: 'never', details });
};

const parseEvent = (contract: Contract, type: string, data: unknown): NewEvent => {
  const parsed = contract.events[type]?.safeParse(data);
  const json = toJson(parsed?.data);
  return parsed?.success === true && json !== undefined
    ? { id: newId(), type, data: json }
    : refuse('The event does not fit the contract.', { type });
};

/** What a task is told to have come of: another task, where the sender knows better than that it is its own doing. */
const causeOf = (task: Sender, { causedBy }: SendOptions): string => {
  if (causedBy === undefined || idSchema.safeParse(causedBy).success) return causedBy ?? task.id;
  return refuse('The cause that was given is not the id of a task.', { agent: task.agent });
};

/** An empty outbox for one attempt at a task. */
export const makeOutbox = (contract: Contract, task: Sender): Outbox => {
  const messages: NewMessage[] = [];
  const tasks: NewTask[] = [];
  const events: NewEvent[] = [];

  const prepare = (
    receiver: Contract,
    type: string,
    payload: unknown,
    more: SendOptions & { messageId?: string },
  ) =>
    prepareTask(
      findWork(receiver, type),
      {
        ...more,
        payload,
        tenantId: task.tenantId,
        origin: 'agent',
        causedBy: causeOf(task, more),
        hops: hopsTo(task, receiver),
      },
      newId,
    );

  return {
    messages,
    tasks,
    events,
    doors: {
      send: (receiver, type, payload, options = {}) => {
        const id = newId();
        messages.push({ id, delivery: prepare(receiver, type, payload, { ...options, messageId: id }) });
      },
      enqueue: (agent, type, payload, options = {}) => {
        tasks.push(prepare(agent, type, payload, options));
      },
      emit: (type, data) => {
        events.push(parseEvent(contract, type, data));
      },
    },
  };
};
