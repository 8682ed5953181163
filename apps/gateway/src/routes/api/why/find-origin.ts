import type { Why } from '@sherpa/api';
import { idSchema } from '@sherpa/core';
import { listSchedules, type Db, type PlacedTask, type Trace } from '@sherpa/db';
import { findTick } from '@sherpa/schedule';

type Origin = Why['origin'];

const MOST_SCHEDULES = 500;

/** The name in the key of a scheduled task (`schedule:<type>:<name>@<connection>`), for one that a person had run. */
const nameInKey = ({ key, type }: PlacedTask): string | undefined => {
  const start = `schedule:${type}`;
  if (key?.startsWith(start) !== true) return undefined;
  const [name = ''] = key.slice(start.length).split('@');
  return name === '' ? 'default' : name.slice(1);
};

const scheduleOf = async (tx: Db, task: PlacedTask): Promise<Origin> => {
  const { agent, type } = task;
  const schedules = await listSchedules(tx, { agent, type, limit: MOST_SCHEDULES });
  const found = findTick(task, schedules);
  const name = nameInKey(task);
  const schedule = found?.schedule ?? schedules.find((one) => one.name === name);
  return {
    kind: 'schedule',
    agent,
    type,
    id: schedule?.id ?? null,
    name: schedule?.name ?? name ?? null,
    tick: found?.tick.toISOString() ?? null,
  };
};

const caseOf = ({ key }: PlacedTask): Origin => {
  const caseId = idSchema.safeParse(/^release:(.+)$/u.exec(key ?? '')?.[1]).data;
  return caseId === undefined
    ? { kind: 'unknown', reason: 'an agent made the first task, and did not say of what it came' }
    : { kind: 'case', caseId };
};

/** What began a trace. */
export const findOrigin = async (tx: Db, { tasks, deliveries, lostCause }: Trace): Promise<Origin> => {
  const [first] = tasks;
  if (first === undefined) return { kind: 'unknown', reason: 'there is no task' };
  if (lostCause !== null) {
    const { taskId, at, isPurged } = lostCause;
    return isPurged
      ? { kind: 'purged', taskId, at: at.toISOString() }
      : { kind: 'unknown', reason: 'the task that it came of is not known here' };
  }
  const delivery = deliveries.shown.find(({ taskId }) => taskId === first.id);
  if (delivery !== undefined) return { kind: 'webhook', vendor: delivery.vendor, type: delivery.type };
  switch (first.origin) {
    case 'schedule':
      return scheduleOf(tx, first);
    case 'agent':
      return caseOf(first);
    case 'api':
    case 'adopted':
    case 'dry-run':
      return { kind: first.origin };
  }
};
