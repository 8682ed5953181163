import type { Json } from '@sherpa/core';
import { arrayOf } from '../hot/array-of.ts';
import type { Hot } from '../hot/hot-statements.ts';
import type { Task, TaskOrigin } from './task.ts';

/** A job may come a little before the database thinks its time has come; clocks differ by that much. */
export const EARLY_MS = 1_000;

const moment = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;

/** The answer is one document, since to take a row apart field by field costs the process more than the server. */
const READ_DUE = {
  name: 'read-due',
  text: `select json_agg(json_build_array(t.id, t.tenant_id, t.type, t.payload, t.attempt, t.uncounted_attempts,
      t.max_attempts, t.priority, ${moment('t.run_at')}, ${moment('t.created_at')}, t.key, t.message_id,
      t.caused_by, t.origin, t.awaited_by, t.hops))
    from agent_tasks t
    where t.id = any($1::uuid[]) and t.agent = $2 and t.status = 'pending' and t.cancel_requested_at is null and t.concurrency_key is null
      and t.attempt - t.uncounted_attempts < t.max_attempts
      and t.run_at <= now() + interval '${EARLY_MS} ms'`,
} as const;

type Row = [
  string,
  string,
  string,
  Json,
  number,
  number,
  number,
  number,
  number,
  number,
  string | null,
  string | null,
  string | null,
  TaskOrigin,
  string | null,
  number,
];

/** The server's answer is of the statement's own shape; only its length is looked at. */
const isRow = (row: unknown): row is Row => Array.isArray(row) && row.length === 16;

const toTask = (agent: string, row: Row): Task => {
  const [id, tenantId, type, payload, attempt, uncountedAttempts, maxAttempts, priority, runAt, createdAt] =
    row;
  const [key, messageId, causedBy, origin, awaitedBy, hops] = [
    row[10],
    row[11],
    row[12],
    row[13],
    row[14],
    row[15],
  ];
  return {
    id,
    tenantId,
    agent,
    type,
    payload,
    status: 'pending',
    // The attempt that this reading begins; the ledger learns of it when the task is held or has ended.
    attempt: attempt + 1,
    uncountedAttempts,
    maxAttempts,
    priority,
    runAt: new Date(runAt),
    key,
    messageId,
    causedBy,
    hops,
    origin,
    workerId: null,
    progress: null,
    result: null,
    error: null,
    cancelRequestedAt: null,
    createdAt: new Date(createdAt),
    startedAt: null,
    finishedAt: null,
    concurrencyKey: null,
    awaitedBy,
  };
};

/** One id that is none would have Postgres refuse the others with it. */
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/**
 * Reads those of the tasks that are pending and due, each with the number of the attempt that begins
 * now. Nothing is written: until the task is held (`holdTasks`) or has ended, another may begin the same
 * attempt, and only one of the two will be able to hold or end it. Tasks with a concurrency key are left
 * out, since they have to be claimed in writing.
 */
export const readDueTasks = async (hot: Hot, agent: string, ids: readonly string[]): Promise<Task[]> => {
  const asked = [...new Set(ids)].filter((id) => UUID.test(id));
  const [answer] = await hot.run(READ_DUE, [arrayOf(asked), agent]);
  const rows: unknown = answer?.[0];
  return Array.isArray(rows) ? rows.filter(isRow).map((row) => toTask(agent, row)) : [];
};
