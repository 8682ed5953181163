import { listTasks } from '@sherpa/db';
import { expect, it } from 'vitest';
import { pidOf, readSummary, startFleet } from '../src/fleet.ts';
import { makeGround } from '../src/ground.ts';
import { makePlace } from '../src/place.ts';
import { startVendors } from '../src/vendors.ts';

// On Redis; draining itself is tried on both queues beside the runner.
it('Ctrl-C hands back what does not finish in time, and the next start finishes it', async () => {
  await using vendors = await startVendors(150);
  await using ground = await makeGround('redis');
  await using place = await makePlace({ ...vendors.env, ...ground.env, DRAIN_MS: '1000' });
  const { met } = await vendors.addFault({
    vendor: 'hubspot',
    path: '/crm/v3/objects/contacts',
    skip: 1,
    kind: 'hang',
  });
  const fleet = await startFleet(place);
  // In accounts of real people nothing begins before somebody says so.
  const workflows = (await fleet.client.workflows.list()).filter(({ begins }) => begins.length > 0);
  expect(workflows.filter(({ pausedAt }) => pausedAt === null)).toEqual([]);
  await met();

  await fleet.stop();

  await expect(place.living()).resolves.toEqual([]);
  const { db, tenantId } = ground.database;
  const contactSyncs = () =>
    db.withTenant(tenantId, (tx) => listTasks(tx, { type: 'contacts.sync', limit: 10 }));
  expect(await contactSyncs()).toEqual([
    expect.objectContaining({ status: 'pending', attempt: 1, uncountedAttempts: 1, error: null }),
  ]);

  const { stdout } = await place.start('cli', ['up', '--until-idle', '--json']).endsWith(0);
  expect(readSummary(stdout)).toMatchObject({ ok: true, tasks: { pending: 0, failed: 0 } });
  expect(await contactSyncs()).toEqual([expect.objectContaining({ status: 'completed', attempt: 2 })]);
});

it('Ctrl-C while it starts ends what runs by then, and the next start is none the worse', async () => {
  await using place = await makePlace({ SANDBOX_CONTACTS: '10' });
  const up = place.start('cli', ['up', '--json', '--queue', 'postgres']);
  await pidOf(place, 'sandbox');

  up.send('SIGINT');

  const { stdout } = await up.endsWith(0);
  expect(stdout).toBe('');
  await expect(place.living()).resolves.toEqual([]);
  const next = await place.start('cli', ['up', '--until-idle', '--json', '--queue', 'postgres']).endsWith(0);
  expect(readSummary(next.stdout)).toMatchObject({ ok: true, tasks: { failed: 0 } });
});
