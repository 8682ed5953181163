import { routes, type Why } from '@sherpa/api';
import { timeOfId } from '@sherpa/core';
import { isMonthKept, readTrace, type Db, type Trace, type TraceExtent } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { findOrigin } from './find-origin.ts';
import { findSubject, type Question, type Subject } from './find-subject.ts';
import { toWhy } from './to-why.ts';

const none = { shown: [], more: new Map<string, number>() };
const empty: Trace = { tasks: [], effects: none, deliveries: none, decisions: [], lostCause: null };

const REASONS: Readonly<Record<Subject['kind'], string>> = {
  task: 'the task is not there any more',
  message: 'it has no task',
  webhook: 'it was caused by a write of ours, or is of a kind that nobody follows',
  approval: 'it has no task',
  case: 'it has no task',
  event: 'no task told of it',
  effect: 'it has no task',
  object: 'no task has read it since that is noted',
  field: 'no task has read what says it since that is noted',
};

/** What is known of something whose task is not there. */
const originOfNone = async (tx: Db, { kind, taskId }: Subject): Promise<Why['origin']> => {
  if (taskId === null) return { kind: 'unknown', reason: REASONS[kind] };
  const at = timeOfId(taskId);
  return (await isMonthKept(tx, at))
    ? { kind: 'unknown', reason: REASONS.task }
    : { kind: 'purged', taskId, at: at.toISOString() };
};

/** Of a task that has only read what is asked for, the rest of what it did is beside the point. */
const extentOf = ({ kind, effect }: Subject): TraceExtent =>
  kind === 'field' || (kind === 'object' && effect === null) ? 'causes' : 'own';

const explain = async (tx: Db, question: Question, isWhole: boolean): Promise<Why> => {
  const subject = await findSubject(tx, question);
  const trace =
    subject.taskId === null
      ? undefined
      : await readTrace(tx, subject.taskId, isWhole ? 'whole' : extentOf(subject));
  if (trace === undefined) return toWhy(subject, empty, await originOfNone(tx, subject));
  return toWhy(subject, trace, await findOrigin(tx, trace));
};

export const getWhy = ({ db }: Pick<RouteDeps, 'db'>) =>
  defineHandler(routes.explainCause, async ({ query: { whole, ...question } }, caller) =>
    db.withTenant(await caller.tenantId(), (tx) => explain(tx, question, whole === 'true')),
  );
