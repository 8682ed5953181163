import { newId } from '@sherpa/core';
import { NO_CONNECTION, retryConflicts } from '@sherpa/db';
import { makeTestDatabase, sql, type TestDatabase } from '@sherpa/db/testing';
import type { RunDeps } from '../run/run-context.ts';
import type { RunReport } from '../run/run-report.ts';
import type { RunRequest } from '../run/run-request.ts';
import { runStream } from '../run/run-stream.ts';
import type { BoundStream } from '../stream/bind-stream.ts';

/** An object as the mirror of a test holds it. */
export interface StoredObject {
  readonly id: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly version: number;
  readonly deleted: string | null;
  readonly mergedInto: string | null;
  readonly unresolved: boolean;
}

/** A database for streams to be run on, without agents and queues. */
export interface StreamGround {
  readonly database: TestDatabase;
  readonly deps: RunDeps;
  /** Runs a stream to its end, unless told otherwise. */
  run(stream: BoundStream, over?: Partial<RunRequest>, taskId?: string): Promise<RunReport>;
  /** What the mirror holds of a type, by id. */
  stored(objectType: string): Promise<readonly StoredObject[]>;
  /** Of those, the ids that are there. */
  living(objectType: string): Promise<readonly string[]>;
  drop(): Promise<void>;
}

const MOST_PAGES = 10_000;

/** Makes one on that server. */
export const makeStreamGround = async (postgresUrl: string): Promise<StreamGround> => {
  const database = await makeTestDatabase(postgresUrl);
  const { db, tenantId } = database;
  const deps: RunDeps = {
    tenantId,
    connectionId: NO_CONNECTION,
    agent: 'tests',
    taskId: newId(),
    withTenant: (work) => retryConflicts(() => db.withTenant(tenantId, work)),
  };
  const stored = async (objectType: string): Promise<readonly StoredObject[]> => {
    const { rows } = await sql<StoredObject>`
      select external_id as id, payload, source_version as version, delete_reason as deleted,
        merged_into as "mergedInto", unresolved
      from source_records where object_type = ${objectType} order by external_id`.execute(db.engine);
    return rows;
  };
  return {
    database,
    deps,
    run: (stream, over = {}, taskId = newId()) => {
      const usual = { lane: 'sync', full: false, acceptAbsence: false } as const;
      return runStream({ ...deps, taskId }, stream, { ...usual, mostPages: MOST_PAGES, ...over });
    },
    stored,
    living: async (objectType) =>
      (await stored(objectType)).filter(({ deleted }) => deleted === null).map(({ id }) => id),
    drop: () => database.drop(),
  };
};
