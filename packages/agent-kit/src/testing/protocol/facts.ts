import assert from 'node:assert/strict';
import { sql } from '@sherpa/db/testing';
import type { World } from './world.ts';

type Row = Readonly<Record<string, unknown>>;

/** What the ledger holds, in the words of the model. */
const READ = {
  name: 'read-facts',
  text: `select
  array(select jsonb_build_object('id', t.id, 'status', t.status, 'attempt', t.attempt,
      'uncounted', t.uncounted_attempts, 'holder', case t.status when 'in_progress' then t.worker_id end,
      'isLeaseOver', coalesce(t.lease_expires_at < now(), false),
      'isDue', t.status <> 'pending' or t.run_at <= now(),
      'isToStop', t.status = 'in_progress' and t.cancel_requested_at is not null,
      'priority', t.priority, 'payload', t.payload,
      'ends', (select count(*) from agent_events e where e.task_id = t.id and e.type like 'task.%'))
    from agent_tasks t order by t.id),
  array(select jsonb_build_object('key', key, 'taskId', task_id, 'hold',
      case when hold_until is null then 'alive' when hold_until < now() then 'over' else 'kept' end)
    from agent_task_keys order by key),
  array(select jsonb_build_object('key', key, 'taskId', task_id) from agent_turns order by key),
  array(select jsonb_build_object('taskId', task_id, 'status', status) from agent_messages order by task_id),
  array(select id::text from agent_events where type not like 'task.%' order by id)`,
};

const messageStatus = { completed: 'processed', failed: 'failed', cancelled: 'cancelled' } as const;

const isEnd = (status: string): status is keyof typeof messageStatus => Object.hasOwn(messageStatus, status);

const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

const expectedFacts = ({ model }: World): readonly (readonly (Row | string)[])[] => {
  const tasks = [...model.tasks.values()].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return [
    tasks.map(
      ({
        id,
        status,
        attempt,
        uncounted,
        holder,
        isLeaseOver,
        isDue,
        isToStop,
        priority,
        payload,
        ends,
      }) => ({
        id,
        status,
        attempt,
        uncounted,
        holder,
        isLeaseOver,
        isDue: status !== 'pending' || isDue,
        isToStop: status === 'in_progress' && isToStop,
        priority,
        payload,
        ends,
      }),
    ),
    [...model.keys].toSorted(byName).map(([key, { taskId, hold }]) => ({ key, taskId, hold })),
    [...model.turns].toSorted(byName).map(([key, taskId]) => ({ key, taskId })),
    tasks
      .filter(({ messageId }) => messageId !== undefined)
      .map(({ id, status }) => ({ taskId: id, status: isEnd(status) ? messageStatus[status] : 'pending' })),
    [...model.events].toSorted(),
  ];
};

/** The ledger is what the model says: nothing lost, nothing twice, nothing kept of who lost the fence. */
export const assertAgreement = async (world: World): Promise<void> => {
  const [facts] = await world.ground.db.hot.run(READ, []);
  assert.deepEqual(facts, expectedFacts(world), 'the ledger is not what the model says');
  const running = world.model.all('in_progress').flatMap(({ concurrencyKey }) => concurrencyKey ?? []);
  assert.equal(new Set(running).size, running.length, 'two tasks of one concurrency key run at once');
};

/**
 * Everything that is pending has a job, or is owed one, or waits for another's turn that has one or runs. It
 * need not be so while the queue is to be filled again, nor of a task whose job was lost in somebody's hands.
 */
export const assertNothingForgotten = async ({ model, jobs, ground }: World): Promise<void> => {
  if (jobs.mark !== 'whole') return;
  const { rows } = await sql<{ id: string }>`select jsonb_array_elements_text(job -> 'taskIds') as id
    from agent_outbox cross join jsonb_array_elements(jobs) as job`.execute(ground.db.engine);
  const known = new Set([...jobs.pointedAt(), ...jobs.lostInHand, ...rows.map(({ id }) => id)]);
  const isAlive = (id: string): boolean => known.has(id) || model.task(id).status === 'in_progress';
  const keysAlive = new Set(
    model
      .all('pending', 'in_progress')
      .flatMap(({ id, concurrencyKey = '' }) => (isAlive(id) ? [concurrencyKey] : [])),
  );
  const forgotten = model
    .all('pending')
    .filter(
      ({ id, concurrencyKey }) =>
        !isAlive(id) && (concurrencyKey === undefined || !keysAlive.has(concurrencyKey)),
    );
  assert.deepEqual(forgotten, [], 'pending, and nobody will ever look at it');
};
