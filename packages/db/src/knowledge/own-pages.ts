import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';
import type { HiddenPages } from './labels.ts';

/** The data source for incidents, cases and reports, where the settings of `company` name no other. */
export const OPERATIONS_SOURCE = 'Operations';

/** What people fill in, though Sherpa makes the page. */
const BY_PEOPLE = ['post-mortem'];

/** The pages that Sherpa writes itself: rows of the data source for its cases and reports, by its title or its id. */
export const readOwnPages = async (tx: Db): Promise<HiddenPages> => {
  const { rows } = await sql<{ title: string }>`
    with named as (
      select coalesce((select settings ->> 'operationsSource' from workflow_settings where workflow = 'company'),
        ${OPERATIONS_SOURCE}) as name
    )
    select coalesce(r.payload ->> 'title', n.name) as title
    from named n left join source_records r on r.system = 'notion' and r.object_type = 'data_source'
      and replace(r.external_id, '-', '') = replace(lower(trim(n.name)), '-', '')`.execute(tx);
  return { below: rows.map(({ title }) => title.trim()), butCategories: BY_PEOPLE };
};
