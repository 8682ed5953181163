import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Whose tickets, and when they were opened; both ends count. */
export interface TicketWindow {
  /** `company:1` or `contact:1`. */
  readonly account: string;
  readonly since: Date;
  readonly until: Date;
}

/** Nobody opens more in a day; those who do have an incident in any case. */
const MOST = 100;

/** The ids of an account's tickets of that time that are not closed, oldest first, as the mirror has them. */
export const recentTickets = async (
  tx: Db,
  { account, since, until }: TicketWindow,
): Promise<readonly string[]> => {
  const [type = '', id = ''] = account.split(':');
  const ties = type === 'company' ? 'companies' : 'contacts';
  const { rows } = await sql<{ external_id: string }>`
    select external_id from source_records
    where system = 'hubspot' and object_type = 'ticket' and delete_reason is null
      and payload ->> 'createdAt' between ${since.toISOString()} and ${until.toISOString()}
      and payload ->> 'closedAt' is null
      and payload -> 'ties' -> ${ties} ? ${id}
    order by payload ->> 'createdAt', external_id limit ${MOST}`.execute(tx);
  return rows.map((row) => row.external_id);
};
