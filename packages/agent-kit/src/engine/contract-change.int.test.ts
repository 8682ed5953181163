import '@sherpa/devstack/vitest';
import { defineContract } from '@sherpa/core';
import { listAttempts } from '@sherpa/db';
import { expect, inject, test } from 'vitest';
import { z } from 'zod';
import { BaseAgent } from '../agent/base-agent.ts';
import type { Handlers } from '../agent/handlers.ts';
import { makeEnqueuer } from '../enqueue/enqueuer.ts';
import { makeRecordedLog, runAgent } from '../testing/index.ts';

const rest = { agent: 'probe', description: 'Of two versions.', messages: {}, events: {}, state: {} };
const task = { description: 'Greets.', result: z.object({}), retry: { attempts: 5 } };

/** What producers of yesterday still believe. */
const yesterday = defineContract({
  ...rest,
  tasks: { 'guest.greet': { ...task, payload: z.object({ name: z.string() }) } },
});
const today = defineContract({
  ...rest,
  tasks: { 'guest.greet': { ...task, payload: z.object({ firstName: z.string() }) } },
});
type Today = typeof today;

class Greeter extends BaseAgent<Today> {
  readonly contract = today;
  protected readonly handlers: Handlers<Today> = { 'guest.greet': async () => ({}) };
}

test('a payload that no longer fits its contract fails at once, and says which field', async () => {
  const on = await runAgent(new Greeter(), { postgresUrl: inject('postgresUrl') });
  const { db, queue, tenantId } = on;
  const enqueuer = makeEnqueuer({ db, queue, contracts: [yesterday], log: makeRecordedLog() });
  const request = { agent: 'probe', type: 'guest.greet', payload: { name: 'Ada' } };
  const [enqueued] = await enqueuer.enqueue(tenantId, [request], 'api');
  const ended = await on.ended(enqueued?.id ?? '');
  expect(ended).toMatchObject({ status: 'failed', attempt: 1, error: { code: 'validation_failed' } });
  expect(JSON.stringify(ended.error)).toContain('firstName');
  expect(JSON.stringify(ended.error)).not.toContain('Ada');
  expect(await db.withTenant(tenantId, (tx) => listAttempts(tx, ended))).toMatchObject([
    { attempt: 1, outcome: 'failed' },
  ]);
  await enqueuer.settled();
  await on.stop();
});
