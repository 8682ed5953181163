import '@sherpa/devstack/vitest';
import { newId, type Json } from '@sherpa/core';
import { insertTasks } from '@sherpa/db';
import { makeTestDatabase, newTask, type TestDatabase } from '@sherpa/db/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { SIDE_TABLES } from '../agent/side-tables.ts';
import { makeAuditDatabase, type AuditDatabase } from '../ground/audit-database.ts';
import { checks } from './checks.ts';

let test: TestDatabase;
let audit: AuditDatabase;

beforeAll(async () => {
  test = await makeTestDatabase(inject('postgresUrl'));
  audit = makeAuditDatabase(() => test.url);
  await audit.run(SIDE_TABLES);
});

afterAll(async () => {
  await audit.close();
  await test.drop();
});

beforeEach(async () => {
  await audit.run(`truncate agent_tasks, agent_events, agent_messages, agent_state, agent_steps,
    chaos.expected, chaos.step_runs`);
});

interface Given {
  readonly type?: string;
  readonly payload?: Json;
  readonly status?: string;
  readonly result?: Json;
  /** The ends that its events tell; that of its status where left out. */
  readonly ends?: readonly string[];
  readonly causedBy?: string;
  readonly messageId?: string;
}

const event = async (taskId: string, type: string): Promise<void> => {
  await audit.rows(
    `insert into agent_events (id, tenant_id, agent, type, task_id, data) values ($1, $2, 'chaos', $3, $4, '{}')`,
    [newId(), test.tenantId, type, taskId],
  );
};

const task = async (given: Given = {}): Promise<string> => {
  const { type = 'work.plain', payload = {}, status = 'completed', result = { done: true } } = given;
  const { causedBy, messageId } = given;
  const row = newTask(test.tenantId, { agent: 'chaos', type, payload, causedBy, messageId });
  await test.db.withTenant(test.tenantId, (tx) => insertTasks(tx, [row]));
  await audit.rows('update agent_tasks set status = $2, attempt = 1, result = $3 where id = $1', [
    row.id,
    status,
    JSON.stringify(result),
  ]);
  for (const end of given.ends ?? [`task.${status}`]) await event(row.id, end);
  return row.id;
};

const parent = async (
  over: { children?: number; status?: string; events?: number } = {},
): Promise<string> => {
  const id = await task({ type: 'work.parent', status: over.status ?? 'completed' });
  const messageId = newId();
  const delivery = await task({ type: 'child.told', causedBy: id, messageId });
  await audit.rows(
    `insert into agent_messages (id, tenant_id, from_agent, to_agent, type, payload, status, task_id, caused_by)
     values ($1, $2, 'chaos', 'chaos', 'child.told', '{}', 'processed', $3, $4)`,
    [messageId, test.tenantId, delivery, id],
  );
  for (let child = 0; child < (over.children ?? 2); child += 1)
    await task({ type: 'work.child', causedBy: id });
  for (let told = 0; told < (over.events ?? 1); told += 1) await event(id, 'parent.done');
  return id;
};

const counter = async (held: number, done: number): Promise<void> => {
  for (let one = 0; one < done; one += 1)
    await task({ type: 'work.count', payload: { counter: 'counter.a' }, result: { was: one } });
  await audit.rows(
    `insert into agent_state (tenant_id, agent, key, value) values ($1, 'chaos', 'counter.a', $2)`,
    [test.tenantId, JSON.stringify(held)],
  );
};

const stepRun = async (taskId: string, runId: string, attempt: number): Promise<void> => {
  await audit.rows(
    `insert into chaos.step_runs (run_id, task_id, step, attempt) values ($1, $2, 'one', $3)`,
    [runId, taskId, attempt],
  );
};

const remember = async (taskId: string, runId: string, attempt: number): Promise<void> => {
  await audit.rows(
    `insert into agent_steps (tenant_id, task_id, name, result, attempt) values ($1, $2, 'one', $3, $4)`,
    [test.tenantId, taskId, JSON.stringify(runId), attempt],
  );
};

const stepTask = async (over: { ran?: boolean; result?: string; againIn?: number } = {}): Promise<void> => {
  const runId = newId();
  const id = await task({ type: 'work.steps', result: { runs: [over.result ?? runId] } });
  if (over.ran ?? true) await stepRun(id, runId, 1);
  await remember(id, runId, 1);
  if (over.againIn !== undefined) await stepRun(id, newId(), over.againIn);
};

const expected = async (taskId: string, cancelled = false): Promise<void> => {
  await audit.rows(
    `insert into chaos.expected (task_id, tenant_id, type, cancelled) values ($1, $2, 'work.plain', $3)`,
    [taskId, test.tenantId, cancelled],
  );
};

/** The names of the checks that found something. */
const findings = async (): Promise<string[]> => {
  const found: string[] = [];
  for (const { name, sql } of checks) if ((await audit.rows(sql)).length > 0) found.push(name);
  return found;
};

describe('the audit', () => {
  it('finds nothing where all is well', async () => {
    await expected(await task());
    await expected(await task({ status: 'cancelled', ends: [] }), true);
    await task({ type: 'work.flaky', status: 'failed' });
    await parent();
    await counter(2, 2);
    await stepTask();
    await stepTask({ againIn: 1 });
    expect(await findings()).toEqual([]);
  });

  const broken: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['was committed and is not in the ledger', () => expected(newId())],
    ['has not ended', () => task({ status: 'pending', ends: [] })],
    ['has not ended', () => task({ status: 'in_progress', ends: [] })],
    ['has not ended', () => task({ status: 'waiting', ends: [] })],
    ['failed although it must succeed', () => task({ status: 'failed' })],
    ['was cancelled by nobody', () => task({ status: 'cancelled' })],
    ['has ended without an event', () => task({ ends: [] })],
    ['has ended otherwise than its event says', () => task({ ends: ['task.failed'] })],
    ['has ended more than once', () => task({ ends: ['task.completed', 'task.completed'] })],
    ['has too little of what came with its end', () => parent({ children: 1 })],
    ['has too little of what came with its end', () => parent({ events: 0 })],
    ['has more than what came with its end', () => parent({ children: 3 })],
    ['has more than what came with its end', () => parent({ events: 2 })],
    ['is missing from its counter', () => counter(1, 2)],
    ['is in its counter twice', () => counter(3, 2)],
    ['did a step again that was remembered', () => stepTask({ againIn: 2 })],
  ];
  it.each(broken)('finds what %s', async (name, breakIt) => {
    await breakIt();
    expect(await findings()).toEqual([name]);
  });

  it('finds what a task that failed has left behind', async () => {
    await parent({ status: 'failed' });
    expect(await findings()).toContain('has more than what came with its end');
  });

  it('finds a step that was told and never done', async () => {
    await stepTask({ ran: false });
    expect(await findings()).toEqual(['says a step was done that was not']);
  });

  it('finds a result that is not that of the remembered step', async () => {
    const other = newId();
    await stepTask({ result: other });
    expect(await findings()).toContain('has a result that its remembered steps do not give');
  });

  it('finds a message that does not know that it was delivered', async () => {
    await parent();
    await audit.run(`update agent_messages set status = 'pending'`);
    expect(await findings()).toEqual(['was told and the message does not know']);
  });
});
