import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';

/** Which failed tasks are meant; what is absent does not matter. */
export const failureFilterSchema = z.object({
  agent: z.string().optional(),
  type: z.string().optional(),
  fingerprint: z.string().optional(),
  code: z.string().optional(),
  since: z.string().optional(),
  until: z.string().optional(),
});

/** Which failed tasks are meant: those that failed within the time, ISO 8601, and are of that kind. */
export type FailureFilter = Readonly<z.infer<typeof failureFilterSchema>>;

/** The filter as conditions on `agent_tasks t`; the status is among them, for the partial indexes. */
export const matching = (filter: FailureFilter): RawBuilder<unknown> => {
  const { agent, type, fingerprint, code, since, until } = filter;
  return sql.join(
    [
      sql`t.status = 'failed'`,
      ...(agent === undefined ? [] : [sql`t.agent = ${agent}`]),
      ...(type === undefined ? [] : [sql`t.type = ${type}`]),
      ...(fingerprint === undefined ? [] : [sql`t.fingerprint = ${fingerprint}`]),
      ...(code === undefined ? [] : [sql`t.error ->> 'code' = ${code}`]),
      ...(since === undefined ? [] : [sql`t.finished_at >= ${since}::timestamptz`]),
      ...(until === undefined ? [] : [sql`t.finished_at < ${until}::timestamptz`]),
    ],
    sql` and `,
  );
};
