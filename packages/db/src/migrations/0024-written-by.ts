import { sql } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Of rows that were there before nobody knows it; no default, so that the table is not rewritten. */
const statements = [
  sql`alter table source_records add column written_by uuid`,
  sql`comment on column source_records.written_by is
      'The task that wrote this state; it may be so old that its row is gone. Null for what no task wrote.'`,
];

export const writtenBy: Migration = {
  up: async (db) => {
    for (const statement of statements) await statement.execute(db);
  },
};
