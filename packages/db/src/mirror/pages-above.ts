import { sql } from 'kysely';
import type { Db } from '../schema/index.ts';

/** Pages of one account by their ids. */
interface NamedPages {
  readonly tenantId: string;
  readonly connectionId: string;
  readonly ids: readonly string[];
}

const MOST_ABOVE = 20;

const ofNotion = ({ tenantId, connectionId }: NamedPages) =>
  sql`r.tenant_id = ${tenantId}::uuid and r.connection_id = ${connectionId}::uuid and r.system = 'notion'`;

/** The titles above each page, the outermost first, as far as the mirror knows them. */
export const titlesAbove = async (
  tx: Db,
  pages: NamedPages,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows } = await sql<{ id: string; titles: string[] }>`
    with recursive above as (
      select r.external_id as id, 0 as depth, null::text as title, r.payload -> 'parent' as parent
      from source_records r where ${ofNotion(pages)} and r.object_type = 'page'
        and r.external_id = any(${pages.ids}::text[])
      union all
      select a.id, a.depth + 1, r.payload ->> 'title', r.payload -> 'parent'
      from above a join source_records r on ${ofNotion(pages)}
        and r.object_type = case a.parent ->> 'type' when 'page' then 'page' when 'data_source' then 'data_source' end
        and r.external_id = a.parent ->> 'id'
      where a.depth < ${MOST_ABOVE}::integer
    )
    select id, array_agg(title order by depth desc) as titles from above
    where title <> '' group by id`.execute(tx);
  return new Map(rows.map(({ id, titles }) => [id, titles]));
};

/** The titles of these pages, of those that the mirror knows. */
export const titlesOf = async (tx: Db, pages: NamedPages): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; title: string }>`
    select r.external_id as id, r.payload ->> 'title' as title from source_records r
    where ${ofNotion(pages)} and r.object_type = 'page' and r.external_id = any(${pages.ids}::text[])
      and r.payload ->> 'title' <> ''`.execute(tx);
  return new Map(rows.map(({ id, title }) => [id, title]));
};

/** Of these pages, those that the mirror has never seen. */
export const findUnknown = async (tx: Db, pages: NamedPages): Promise<readonly string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct given.id from unnest(${pages.ids}::text[]) as given(id)
    where not exists (select from source_records r where ${ofNotion(pages)} and r.object_type = 'page'
      and r.external_id = given.id) order by 1`.execute(tx);
  return rows.map(({ id }) => id);
};
