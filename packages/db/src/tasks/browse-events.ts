import type { Json } from '@sherpa/core';
import type { Db } from '../schema/index.ts';

/** An append-only fact. */
export interface LedgerEvent {
  readonly id: string;
  readonly agent: string;
  readonly type: string;
  readonly taskId: string | null;
  readonly data: Json;
  readonly createdAt: Date;
}

export interface EventFilter {
  readonly taskId?: string | undefined;
  readonly type?: string | undefined;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** A tenant's events, newest first. */
export const listEvents = async (tx: Db, filter: EventFilter): Promise<LedgerEvent[]> => {
  const { taskId, type, cursor } = filter;
  const rows = await tx
    .selectFrom('agent_events')
    .select(['id', 'agent', 'type', 'task_id', 'data', 'created_at'])
    .$if(taskId !== undefined, (query) => query.where('task_id', '=', taskId ?? ''))
    .$if(type !== undefined, (query) => query.where('type', '=', type ?? ''))
    .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
    .orderBy('id', 'desc')
    .limit(filter.limit)
    .execute();
  return rows.map(({ task_id: ofTask, created_at: createdAt, ...event }) => ({
    ...event,
    taskId: ofTask,
    createdAt,
  }));
};
