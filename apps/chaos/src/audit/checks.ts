/** What a finding means: work or its trace is missing, or something was committed twice. */
export type Finding = 'lost' | 'double';

/** A question to the ledger whose answer must be empty. Every row is one finding, with an id and a note. */
export interface Check {
  readonly name: string;
  readonly finding: Finding;
  readonly sql: string;
}

const ENDS = `'task.completed', 'task.failed', 'task.cancelled'`;

const family = `select p.id, p.status,
    (select count(*) from agent_messages m where m.caused_by = p.id) as messages,
    (select count(*) from agent_tasks c where c.caused_by = p.id and c.message_id is null) as children,
    (select count(*) from agent_tasks c where c.caused_by = p.id and c.message_id is not null) as deliveries,
    (select count(*) from agent_events e where e.task_id = p.id and e.type = 'parent.done') as events
  from agent_tasks p where p.agent = 'chaos' and p.type = 'work.parent'`;

const familyNote = `'messages ' || messages || ', children ' || children || ', deliveries ' || deliveries
  || ', events ' || events`;

/** What the counters hold and what they should: one for each completed task. */
const counted = `select coalesce(d.tenant_id, s.tenant_id) as tenant_id, coalesce(d.counter, s.key) as counter,
    coalesce(d.done, 0) as done, coalesce((s.value #>> '{}')::int, 0) as held
  from (select tenant_id, payload ->> 'counter' as counter, count(*)::int as done from agent_tasks
      where agent = 'chaos' and type = 'work.count' and status = 'completed' group by 1, 2) d
    full join (select tenant_id, key, value from agent_state where agent = 'chaos') s
      on s.tenant_id = d.tenant_id and s.key = d.counter`;

const countedNote = `counter || ' holds ' || held || ' after ' || done`;

export const checks: readonly Check[] = [
  {
    name: 'was committed and is not in the ledger',
    finding: 'lost',
    sql: `select e.task_id as id, e.type as note from chaos.expected e
      where not exists (select from agent_tasks t where t.id = e.task_id)`,
  },
  {
    name: 'has not ended',
    finding: 'lost',
    sql: `select id, type || ' is ' || status || ', attempt ' || attempt || ', run_at ' || run_at as note
      from agent_tasks where agent = 'chaos' and status in ('pending', 'in_progress', 'waiting')`,
  },
  {
    name: 'failed although it must succeed',
    finding: 'lost',
    sql: `select id, type || ': ' || coalesce(error::text, 'no error') as note from agent_tasks
      where agent = 'chaos' and status = 'failed' and type not in ('work.flaky', 'work.doomed')`,
  },
  {
    name: 'was cancelled by nobody',
    finding: 'lost',
    sql: `select t.id, t.type as note from agent_tasks t where t.agent = 'chaos' and t.status = 'cancelled'
      and not exists (select from chaos.expected e where e.task_id = t.id and e.cancelled)`,
  },
  {
    // A task cancelled before anybody had it ends without a worker, and so without a worker's event.
    name: 'has ended without an event',
    finding: 'lost',
    sql: `select t.id, t.type || ' is ' || t.status as note from agent_tasks t
      where t.agent = 'chaos' and t.status in ('completed', 'failed')
        and not exists (select from agent_events e where e.task_id = t.id and e.type in (${ENDS}))`,
  },
  {
    name: 'has ended otherwise than its event says',
    finding: 'double',
    sql: `select t.id, t.type || ' is ' || t.status || ', event ' || e.type as note from agent_tasks t
      join agent_events e on e.task_id = t.id and e.type in (${ENDS})
      where t.agent = 'chaos' and e.type <> 'task.' || t.status`,
  },
  {
    name: 'has ended more than once',
    finding: 'double',
    sql: `select e.task_id as id, count(*) || ' ends: ' || string_agg(e.type, ', ') as note from agent_events e
      where e.agent = 'chaos' and e.type in (${ENDS}) group by e.task_id having count(*) > 1`,
  },
  {
    name: 'has too little of what came with its end',
    finding: 'lost',
    sql: `select id, ${familyNote} as note from (${family}) f where status = 'completed'
      and (messages < 1 or children < 2 or deliveries < 1 or events < 1)`,
  },
  {
    name: 'has more than what came with its end',
    finding: 'double',
    sql: `select id, ${familyNote} as note from (${family}) f where
      (status = 'completed' and (messages > 1 or children > 2 or deliveries > 1 or events > 1))
      or (status <> 'completed' and messages + children + deliveries + events > 0)`,
  },
  {
    name: 'was told and the message does not know',
    finding: 'lost',
    sql: `select m.id, 'message ' || m.status || ', task ' || coalesce(t.status, 'missing') as note
      from agent_messages m left join agent_tasks t on t.id = m.task_id
      where m.to_agent = 'chaos' and (t.id is null or (t.status = 'completed') <> (m.status = 'processed'))`,
  },
  {
    name: 'is missing from its counter',
    finding: 'lost',
    sql: `select tenant_id as id, ${countedNote} as note from (${counted}) c where held < done`,
  },
  {
    name: 'is in its counter twice',
    finding: 'double',
    sql: `select tenant_id as id, ${countedNote} as note from (${counted}) c where held > done`,
  },
  {
    name: 'says a step was done that was not',
    finding: 'lost',
    sql: `select t.id, r.run_id || ' never ran' as note from agent_tasks t,
        jsonb_array_elements_text(t.result -> 'runs') as r(run_id)
      where t.agent = 'chaos' and t.type = 'work.steps' and t.status = 'completed'
        and not exists (select from chaos.step_runs s where s.run_id = r.run_id::uuid and s.task_id = t.id)`,
  },
  {
    name: 'has a result that its remembered steps do not give',
    finding: 'double',
    sql: `select t.id, s.name || ' is ' || s.result as note from agent_tasks t
      join agent_steps s on s.task_id = t.id and s.name in ('one', 'two', 'three')
      where t.agent = 'chaos' and t.type = 'work.steps' and t.status = 'completed'
        and not t.result -> 'runs' ? (s.result #>> '{}')`,
  },
  {
    // Up to then a step may run again: between its work and its remembering there is always a moment to die in.
    name: 'did a step again that was remembered',
    finding: 'double',
    sql: `select s.task_id as id, s.name || ' of attempt ' || s.attempt || ', again in ' || r.attempt as note
      from agent_steps s join chaos.step_runs r on r.task_id = s.task_id and r.step = s.name
      where r.attempt > s.attempt`,
  },
];
