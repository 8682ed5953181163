import type pg from 'pg';

const tables = `
  create temp table made as
  select n, (lpad(to_hex(1700000000000 + n), 12, '0') || '7000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid as id,
    initcap(f.word) as first, initcap(l.word) as last, c.company, c.domain
  from generate_series(1, $1::integer) n
  cross join lateral (select (array['ada','bob','carla','dmitri','elena','farid','grace','hugo','ines','jonas',
    'kira','liam','mona','noor','otto','priya','quentin','rosa','sven','tara','ulla','viktor','wanda','xenia','yusuf',
    'zoe','anton','bella','chiara','david'])[1 + (hashint4(n) & 2147483647) % 30] ||
    (array['','','','ne','rich','bert','mar','lina'])[1 + (hashint4(n + 1) & 2147483647) % 8] as word) f
  cross join lateral (select (array['ad','bran','cos','diet','erik','fisch','gom','hub','ivan','jens','klein','lop',
    'mey','nov','oster','pet','quin','ros','schmi','thal','ull','vogt','weiss','xan','yilm','zieg'])
    [1 + (hashint4(n + 2) & 2147483647) % 26] || (array['a','e','i','o','u','er','en','an'])[1 + (hashint4(n + 3) & 2147483647) % 8] ||
    (array['mann','berg','stein','son','ski','vic','ez','ton','ley','wood','feld','bach'])[1 + (hashint4(n + 4) & 2147483647) % 12] as word) l
  cross join lateral (select 'Company ' || (n / 5) || (array[' GmbH',' Ltd',' AG',' Inc',' SA'])[1 + n % 5] as company,
    'company-' || (n / 5) || '.example' as domain) c`;

const email = `lower(m.first || '.' || m.last || coalesce(nullif(m.n % 5, 0)::text, '')) || '@' || m.domain`;

const steps = [
  `set maintenance_work_mem = '512MB'`,
  `set work_mem = '128MB'`,
  'set synchronous_commit = off',
  'drop index customer_cache_search',
  'drop index identity_edges_to',
  tables,
  `insert into customer_cache (id, tenant_id, kind, name, email, company, hubspot_contact_id, stripe_customer_id,
      stripe_customer_ids, lifecycle_stage, provenance)
    select m.id, $2::uuid, 'person', m.first || ' ' || m.last, ${email}, m.company, m.n::text,
      case when m.n % 3 = 0 then 'cus_' || m.n end, case when m.n % 3 = 0 then array['cus_' || m.n] else '{}' end, 'customer',
      jsonb_build_object('name', jsonb_build_object('value', m.first || ' ' || m.last, 'system', 'hubspot',
        'objectType', 'contact', 'externalId', m.n::text, 'atMs', 1, 'rule', 'owner'))
    from made m where $1::integer > 0`,
  `insert into customer_sources (tenant_id, node, system, object_type, external_id, person_id, fields, source_version)
    select $2::uuid, 'hubspot:contact:' || m.n, 'hubspot', 'contact', m.n::text, m.id,
      jsonb_build_object('name', m.first || ' ' || m.last, 'email', ${email}), 1 from made m where $1::integer > 0
    union all
    select $2::uuid, 'stripe:customer:cus_' || m.n, 'stripe', 'customer', 'cus_' || m.n, m.id,
      jsonb_build_object('email', ${email}), 1 from made m where m.n % 3 = 0`,
  `insert into identity_edges (tenant_id, a, b, kind, strength)
    select $2::uuid, 'hubspot:contact:' || m.n, 'email:' || ${email}, 'email', 'strong' from made m where $1::integer > 0
    union all
    select $2::uuid, 'stripe:customer:cus_' || m.n, 'email:' || ${email}, 'email', 'strong' from made m where m.n % 3 = 0`,
  `insert into customer_words (tenant_id, word)
    select $2::uuid, word from (
      select distinct lower(first) from made union select distinct lower(last) from made
      union select n::text from generate_series(100, $1::integer / 5) n
      union select unnest(array['company', 'gmbh', 'ltd', 'inc'])) words (word)
    where length(word) > 2`,
  'create index customer_cache_search on customer_cache using gin (search)',
  `create index identity_edges_to on identity_edges (b, tenant_id, strength) where revoked_at is null`,
  'drop table made',
  'vacuum (analyze)',
  'checkpoint',
];

/** Makes that many customers in a few statements; as the owner of the tables, whom no policy holds back. */
export const fillCustomers = async (
  client: pg.Client,
  {
    tenantId,
    customers,
    signal,
  }: { readonly tenantId: string; readonly customers: number; readonly signal: AbortSignal },
): Promise<void> => {
  for (const step of steps) {
    signal.throwIfAborted();
    const values = [customers, tenantId].filter((_, index) => step.includes(`$${index + 1}`));
    await client.query(step, values);
  }
};
