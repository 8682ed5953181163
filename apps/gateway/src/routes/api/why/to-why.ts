import type { TracedEffect, TracedTask, Why } from '@sherpa/api';
import { isFinished } from '@sherpa/core';
import type { MirroredSource, PlacedTask, Trace, TracedDecision, TracedDelivery } from '@sherpa/db';
import type { Subject } from './find-subject.ts';

const moment = (date: Date): string => date.toISOString();
const momentOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const toEffect = (
  { begunAt, finishedAt, taskId, ...effect }: Trace['effects']['shown'][number],
  asked: Subject,
): TracedEffect => ({
  name: effect.name,
  vendor: effect.vendor,
  operation: effect.operation,
  key: effect.key,
  status: effect.status,
  attempt: effect.attempt,
  objectId: effect.objectId,
  error: effect.error,
  begunAt: moment(begunAt),
  finishedAt: momentOrNull(finishedAt),
  isAsked: taskId === asked.taskId && effect.name === asked.effect,
});

const toWebhook = (
  { id, vendor, type, object, occurredAt, receivedAt }: TracedDelivery,
  { webhookId }: Subject,
) => ({
  id,
  vendor,
  type,
  object,
  occurredAt: momentOrNull(occurredAt),
  receivedAt: moment(receivedAt),
  isAsked: id === webhookId,
});

const toDecision = ({ kind, name, status, by, askedAt, decidedAt }: TracedDecision) => ({
  kind,
  name,
  status,
  by,
  askedAt: momentOrNull(askedAt),
  decidedAt: momentOrNull(decidedAt),
});

const howOf = ({ parentId, causedBy, isMessage, isAwaited }: PlacedTask): TracedTask['how'] => {
  if (parentId === null && causedBy === null) return 'first';
  if (isMessage) return 'message';
  return isAwaited ? 'awaited' : 'task';
};

const toTask = (task: PlacedTask, trace: Trace, asked: Subject): TracedTask => {
  const isOf = ({ taskId }: { readonly taskId: string }): boolean => taskId === task.id;
  return {
    id: task.id,
    parentId: task.parentId,
    skipped: task.skipped,
    how: howOf(task),
    agent: task.agent,
    type: task.type,
    status: task.status,
    attempts: task.attempts,
    createdAt: moment(task.createdAt),
    startedAt: momentOrNull(task.startedAt),
    finishedAt: momentOrNull(task.finishedAt),
    waitedMs: task.waitedMs,
    workedMs: task.workedMs,
    vendorCalls: task.vendorCalls,
    error: task.error,
    isAsked: asked.effect === null && asked.webhookId === null && task.id === asked.taskId,
    webhooks: trace.deliveries.shown.filter(isOf).map((webhook) => toWebhook(webhook, asked)),
    decisions: trace.decisions.filter(isOf).map(toDecision),
    effects: trace.effects.shown.filter(isOf).map((effect) => toEffect(effect, asked)),
    leftOut: {
      tasks: task.leftOut,
      effects: trace.effects.more.get(task.id) ?? 0,
      webhooks: trace.deliveries.more.get(task.id) ?? 0,
    },
  };
};

const sum = (numbers: readonly (number | null)[]): number =>
  numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

const totalsOf = ({ tasks, effects }: Trace): Why['totals'] => {
  const [first] = tasks;
  const ends = tasks.map(({ finishedAt }) => finishedAt?.getTime() ?? 0);
  const isOver = tasks.every(({ status }) => isFinished(status));
  const tookMs = first === undefined || !isOver ? null : Math.max(...ends) - first.createdAt.getTime();
  return {
    tasks: tasks.length,
    effects: effects.shown.length + sum([...effects.more.values()]),
    workedMs: sum(tasks.map(({ workedMs }) => workedMs)),
    vendorCalls: sum(tasks.map(({ vendorCalls }) => vendorCalls)),
    beganAt: momentOrNull(first?.createdAt ?? null),
    tookMs,
  };
};

const toSource = ({ system, objectType, externalId, observedAt }: MirroredSource) => ({
  system,
  objectType,
  externalId,
  observedAt: moment(observedAt),
});

/** An answer as it goes over the wire. */
export const toWhy = (subject: Subject, trace: Trace, origin: Why['origin']): Why => {
  const [source, ...otherSources] = subject.sources.map(toSource);
  const { field } = subject;
  return {
    asked: {
      kind: subject.kind,
      taskId: subject.taskId,
      effect: subject.effect,
      field: field && { name: field.field, system: field.system, rule: field.rule },
      source: source ?? null,
    },
    others: subject.others.map(({ begunAt, ...other }) => ({ ...other, begunAt: moment(begunAt) })),
    otherSources,
    origin,
    tasks: trace.tasks.map((task) => toTask(task, trace, subject)),
    totals: totalsOf(trace),
  };
};
