import { describe, expect, it } from 'vitest';
import { makeMemoryOutput } from '../testing/memory-output.ts';
import type { LogRecord } from './log-record.ts';
import { makeLogger } from './make-logger.ts';
import type { Store } from './store-sink.ts';

const makeStored = (store: (records: readonly LogRecord[]) => Promise<void>) => {
  const output = makeMemoryOutput();
  const log = makeLogger({ process: 'worker', level: 'debug', pretty: false, stdout: output.stream, store });
  return { log, output };
};

const keeping = () => {
  const batches: (readonly LogRecord[])[] = [];
  const store: Store = async (records) => {
    batches.push(records);
  };
  return { batches, store };
};

describe('a store behind the logger', () => {
  it('gets errors only, in batches, as they were written', async () => {
    const { batches, store } = keeping();
    const { log } = makeStored(store);
    const tenantId = '019aa9b4-0000-7000-8000-000000000001';
    log.info('Fine.');
    log
      .child({ tenantId, agentId: 'sales' })
      .error('Broken.', { code: 'internal', email: 'jane@example.com' });
    log.error('Broken again.');
    await log.flush();
    expect(batches).toHaveLength(1);
    expect(batches[0]).toMatchObject([
      {
        level: 'error',
        message: 'Broken.',
        agentId: 'sales',
        tenantId,
        context: { process: 'worker', code: 'internal', email: '[redacted]' },
      },
      { message: 'Broken again.', agentId: null, tenantId: null },
    ]);
    expect(batches[0]?.[0]?.timestamp).toBeInstanceOf(Date);
  });

  it('that fails costs its records, says so once, and is given the next ones', async () => {
    const seen: string[] = [];
    let isBroken = true;
    const { log, output } = makeStored(async (records) => {
      seen.push(...records.map((record) => record.message));
      if (isBroken) throw new Error('no database');
    });
    log.error('First.');
    await log.flush();
    isBroken = false;
    log.error('Second.');
    await log.flush();
    expect(seen).toEqual(['First.', 'Second.']);
    const warnings = output.records().filter((record) => record['level'] === 'warn');
    expect(warnings).toMatchObject([{ context: { count: 1, error: { name: 'Error' } } }]);
  });

  it('never gets what it logs itself', async () => {
    const seen: string[] = [];
    const { log } = makeStored(async (records) => {
      seen.push(...records.map((record) => record.message));
      log.error('From inside the store.');
    });
    log.error('Outside.');
    await log.flush();
    await log.flush();
    expect(seen).toEqual(['Outside.']);
  });

  it('that hangs holds up no one and fills no memory', async () => {
    let offered = 0;
    const hanging = Promise.withResolvers<void>();
    const { log, output } = makeStored(async (records) => {
      offered += records.length;
      await hanging.promise;
    });
    for (let index = 0; index < 5_000; index += 1) log.error('Broken.');
    hanging.resolve();
    await log.flush();
    expect(offered).toBe(1_000);
    expect(output.records().at(-1)).toMatchObject({ level: 'warn', context: { count: 4_000 } });
  });
});
