import { findWork, newId, toJson, type Json } from '@sherpa/core';
import type { NewTask, NewWait, Task } from '@sherpa/db';
import type { z } from 'zod';
import type { ApprovalRequest, ChildTask, Waiting } from '../agent/waiting.ts';
import { hopsTo } from '../enqueue/hops.ts';
import { prepareTask } from '../enqueue/prepare-task.ts';
import { checkCount, checkMoment, checkMs, checkOptionalMs, checkSignal } from './check-wait.ts';
import { approvalSchema, childrenSchema, parseOutcome, signalSchema, timeSchema } from './outcomes.ts';
import { makeRunTask } from './run-task.ts';
import { makeWaitNames } from './wait-names.ts';

export interface WaitDeps {
  readonly task: Pick<Task, 'id' | 'tenantId' | 'agent' | 'hops'>;
  /** What was remembered under that name, which no other step of the attempt may have. */
  readonly recall: (name: string) => Promise<Json | undefined>;
  /** Ends the attempt; its task waits. */
  readonly park: (wait: NewWait) => never;
}

const toChild = (task: WaitDeps['task'], { contract, type, ...child }: ChildTask): NewTask => ({
  ...prepareTask(
    findWork(contract, type),
    { ...child, tenantId: task.tenantId, origin: 'agent', causedBy: task.id, hops: hopsTo(task, contract) },
    newId,
  ),
  awaitedBy: task.id,
});

const toQuestion = (request: ApprovalRequest) => ({
  id: newId(),
  title: request.title,
  detail: toJson(request.detail) ?? null,
  askedOf: request.askedOf ?? [],
  expiresInMs: checkOptionalMs(request.expiresInMs),
  escalateAfterMs: checkOptionalMs(request.escalateAfterMs),
  escalateTo: request.escalateTo ?? [],
});

/** The ways to wait of one attempt. */
export const makeWaits = ({ task, recall, park }: WaitDeps): Waiting => {
  const nameOf = makeWaitNames();
  const seen = new Map<string, string[]>();

  /** The outcome that is remembered; else the attempt ends here. */
  const wait = async <T>(name: string, schema: z.ZodType<T>, make: () => NewWait): Promise<T> => {
    const outcome = await recall(name);
    return outcome === undefined ? park(make()) : parseOutcome(schema, outcome, name);
  };

  const seenOf = (signal: string): string[] => {
    const ids = seen.get(signal) ?? [];
    seen.set(signal, ids);
    return ids;
  };

  const runTasks: Waiting['runTasks'] = async (called, tasks) => {
    const name = nameOf('tasks', called);
    if (tasks.length === 0) return [];
    checkCount(tasks.length);
    return wait(name, childrenSchema, () => ({
      kind: 'tasks',
      name,
      tasks: tasks.map((child) => toChild(task, child)),
    }));
  };

  return {
    runTasks,
    runTask: makeRunTask(runTasks),
    waitFor: async (given, { name: called, timeoutMs } = {}) => {
      const signal = checkSignal(given);
      const name = nameOf(`signal ${signal}`, called);
      const ids = seenOf(signal);
      const outcome = await wait(name, signalSchema, () => ({
        kind: 'signal',
        name,
        signal,
        seen: ids,
        timeoutMs: checkOptionalMs(timeoutMs),
      }));
      if (outcome.kind === 'timeout') return outcome;
      ids.push(outcome.signalId);
      return { kind: 'signal', payload: outcome.payload };
    },
    sleep: async (ms, { name: called } = {}) => {
      const name = nameOf('sleep', called);
      await wait(name, timeSchema, () => ({ kind: 'timer', name, afterMs: checkMs(ms) }));
    },
    sleepUntil: async (moment, { name: called } = {}) => {
      const name = nameOf('sleep', called);
      await wait(name, timeSchema, () => ({ kind: 'timer', name, until: checkMoment(moment) }));
    },
    approval: async (called, request) => {
      const name = nameOf('approval', called);
      return wait(name, approvalSchema, () => ({ kind: 'approval', name, approval: toQuestion(request) }));
    },
  };
};
