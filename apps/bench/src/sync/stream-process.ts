import { newId } from '@sherpa/core';
import { ensureTenant, makeDatabase, NO_CONNECTION } from '@sherpa/db';
import { runStream } from '@sherpa/sync';
import { memoryContacts } from './memory-contacts.ts';

/** As many as a task of the fleet reads. */
const PAGES_PER_TASK = 20;
const KIB = 1_024;

/** A worker's part of a first sync, and nothing else in the process: speed and memory are its own. */
const measure = async (url: string, contacts: number) => {
  const db = makeDatabase({ url, poolMax: 10, name: 'sherpa bench sync' });
  const { id: tenantId } = await ensureTenant(db.engine, 'default');
  const stream = memoryContacts(contacts);
  const deps = {
    tenantId,
    connectionId: NO_CONNECTION,
    agent: 'bench',
    withTenant: <T>(work: Parameters<typeof db.withTenant<T>>[1]) => db.withTenant(tenantId, work),
  };
  const startedAt = performance.now();
  const begun = process.cpuUsage();
  for (;;) {
    const wanted = { lane: 'sync', full: false, acceptAbsence: false, mostPages: PAGES_PER_TASK } as const;
    const { complete, rows } = await runStream({ ...deps, taskId: newId() }, stream, wanted);
    if (!complete) continue;
    const seconds = (performance.now() - startedAt) / 1_000;
    await db.close();
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    const cpuUs = userCPUTime + systemCPUTime - begun.user - begun.system;
    return { rows, seconds, peakBytes: maxRSS * KIB, cpuUs };
  }
};

const [url = '', contacts = '0'] = process.argv.slice(2);
process.stdout.write(`${JSON.stringify(await measure(url, Number(contacts)))}\n`);
