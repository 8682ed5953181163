import pg from 'pg';
import { startServers } from './src/servers/start-servers.ts';
import { migrate, ensureTenant, makeDatabase, enqueueTasks } from '@sherpa/db';
import { newId } from '@sherpa/core';
const servers = await startServers('/tmp/prof-home', process.env);
try {
  const url = await servers.createDatabase('prof');
  await migrate({ url });
  const db = makeDatabase({ url, poolMax: 10 });
  const { id: tenantId } = await ensureTenant(db.engine, 'default');
  const ids: string[] = [];
  for (let i = 0; i < 40; i += 1) {
    const tasks = Array.from({ length: 1000 }, (_, n) => ({
      id: newId(),
      tenantId,
      agent: 'bench',
      type: 'nothing.do',
      payload: { n },
      priority: 100,
      maxAttempts: 5,
      delayMs: 0,
      origin: 'api' as const,
      keepKey: 'until-finished' as const,
    }));
    ids.push(...tasks.map((t) => t.id));
    await enqueueTasks(db, tasks);
  }
  await servers.tidy(url);
  const client = new pg.Client({
    connectionString: url,
    options: '-c role=sherpa_engine -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c jit=off',
  });
  await client.connect();
  const { readFileSync } = await import('node:fs');
  const text = (file: string) => {
    const s = readFileSync(`packages/db/src/tasks/${file}`, 'utf8');
    const m = /text: `([^`]*)`/.exec(s)!;
    return m[1]!
      .replace(/\$\{moment\('([^']*)'\)\}/g, '(extract(epoch from $1) * 1000)::float8')
      .replace(/\$\{EARLY_MS\}/g, '1000');
  };
  const worker = newId();
  await client.query(`prepare rd(uuid[], text) as ${text('read-due-tasks.ts')}`);
  await client.query(`prepare cp(jsonb, uuid) as ${text('complete-tasks.ts')}`);
  const lit = (s: string) => `'${s.replaceAll("'", "''")}'`;
  const arr = (b: string[]) => lit(`{${b.join(',')}}`);
  const doc = (b: string[]) =>
    lit(
      JSON.stringify(b.map((id) => ({ id, attempt: 1, event: newId(), result: { ok: true }, ran_ms: 0.3 }))),
    );
  for (const [name, q] of [
    ['rd', (b: string[]) => `execute rd(${arr(b)}, 'bench')`],
    ['cp', (b: string[]) => `execute cp(${doc(b)}, '${worker}')`],
  ] as const) {
    const e = await client.query(
      `explain (analyze, buffers, timing off, costs off) ${q(ids.splice(0, 200))}`,
    );
    console.log(e.rows.map((r: any) => r['QUERY PLAN']).join('\n'));
  }
  const batches = Array.from({ length: 100 }, () => ids.splice(0, 200));
  const time = async (name: string, q: (b: string[]) => string) => {
    const t = performance.now();
    for (const b of batches) await client.query(q(b));
    console.log(name, (((performance.now() - t) * 1000) / 20000).toFixed(1), 'us/row wall');
  };
  await time('read', (b) => `execute rd(${arr(b)}, 'bench')`);
  await client.query('set synchronous_commit = off');
  await time('complete', (b) => `execute cp(${doc(b)}, '${worker}')`);
  await client.end();
  await db.close();
} finally {
  await servers.stop();
}
process.exit(0);
