import { expect, it } from 'vitest';
import { allCustomers, identityOf, readSummary, startFleet } from '../src/fleet.ts';
import { describeEachQueue, makeGround } from '../src/ground.ts';
import { makePlace, SMALL_WORLD } from '../src/place.ts';
import { controlSandbox } from '../src/vendors.ts';

describeEachQueue((kind) => {
  it('goes from nothing to idle, and goes on with the same data at the next start', async () => {
    // On Postgres as on a bare machine, everything embedded; on Redis as where servers are given.
    await using ground = await makeGround(kind);
    const [contacts, given] = kind === 'redis' ? [Number(SMALL_WORLD), ground.env] : [1_000, {}];
    await using place = await makePlace({ SANDBOX_CONTACTS: String(contacts), ...given });
    const queue = kind === 'postgres' ? ['--queue', 'postgres'] : [];

    const first = await place.start('cli', ['up', '--until-idle', '--json', ...queue]).endsWith(0, 150_000);

    const summary = readSummary(first.stdout);
    expect(summary).toMatchObject({ ok: true, queue: kind });
    expect(summary.processes.map(({ name }) => name).toSorted()).toEqual([
      'conductor',
      'gateway',
      'sandbox',
      'worker-billing',
      'worker-knowledge',
      'worker-sales',
    ]);
    expect(summary.tasks).toMatchObject({ pending: 0, in_progress: 0, waiting: 0, failed: 0, cancelled: 0 });
    expect(summary.tasks['completed']).toBeGreaterThan(5);
    expect(summary.messages).toMatchObject({ pending: 0, failed: 0 });
    expect(summary.messages['processed']).toBeGreaterThan(10);
    expect(summary.customers).toBeGreaterThan(contacts);
    expect(summary.events).toBeGreaterThan(summary.messages['processed'] ?? 0);
    await expect(place.living()).resolves.toEqual([]);

    const fleet = await startFleet(place, queue);
    expect(fleet.queue).toBe(kind);
    const before = await allCustomers(fleet.client);
    expect(before).toHaveLength(summary.customers);

    // A payment that fails now becomes one task in HubSpot, and nothing of the first start is done again.
    const sandbox = controlSandbox(fleet.sandboxUrl ?? '');
    const { subscription, invoice } = await sandbox.failPayment();
    await fleet.client.tasks.enqueue([{ agent: 'billing', type: 'customers.sync', payload: {} }]);
    await fleet.untilIdle();
    const { effects } = await sandbox.books();
    expect(effects.filter(({ object }) => object === 'tasks')).toEqual([
      expect.objectContaining({
        key: expect.stringContaining(`${subscription}:${invoice}`),
        creates: 1,
        updates: 0,
      }),
    ]);
    const after = await allCustomers(fleet.client);
    // A payer is shown with its person and with its account, and with no more than one of each.
    const stripeIds = after.flatMap((customer) =>
      customer.stripeCustomerIds.map((id) => `${customer.kind} ${id}`),
    );
    expect(after).toHaveLength(before.length);
    expect(new Set(after.map(identityOf)).size).toBe(after.length);
    expect(new Set(stripeIds).size).toBe(stripeIds.length);
    const status = await fleet.client.status();
    expect(status.tasks.failed).toBe(0);

    await fleet.stop();
    await expect(place.living()).resolves.toEqual([]);
  });
});
