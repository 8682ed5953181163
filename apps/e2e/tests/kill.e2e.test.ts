import { listCustomers } from '@sherpa/db';
import { beforeAll, describe, expect, it } from 'vitest';
import { allCustomers, identityOf, pidOf, readSummary, startFleet } from '../src/fleet.ts';
import { makeGround, type Ground } from '../src/ground.ts';
import { makePlace, type Place } from '../src/place.ts';
import { startVendors, type Fault, type Vendors } from '../src/vendors.ts';

const CONTACTS = 200;

/** A dead worker's tasks are given to another one soon, so that the test is short. */
const env = { WORKER_LEASE_MS: '2000', DRAIN_MS: '1000' };

/** The second page of contacts never comes: the sales agent is in the middle of its first sync. */
const stuck: Fault = { vendor: 'hubspot', path: '/crm/v3/objects/contacts', skip: 1, kind: 'hang' };

const customersOf = async ({ database }: Ground): Promise<readonly string[]> => {
  const all = await database.db.withTenant(database.tenantId, (tx) => listCustomers(tx, { limit: 10_000 }));
  return all.map(identityOf).toSorted();
};

const hubspotTasksOf = async (vendors: Vendors) =>
  (await vendors.books()).effects
    .filter(({ object }) => object === 'tasks')
    .map(({ key, creates }) => ({ key, creates }))
    .toSorted((one, other) => one.key.localeCompare(other.key));

const runToIdle = async (
  kind: Ground['kind'],
  disturb: (place: Place, vendors: Vendors) => Promise<void> = async () => undefined,
) => {
  await using vendors = await startVendors(CONTACTS);
  await using ground = await makeGround(kind);
  await using place = await makePlace({ ...env, ...vendors.env, ...ground.env });
  const up = place.start('cli', ['up', '--until-idle', '--json', '--no-pause']);
  await disturb(place, vendors);
  const { stdout } = await up.endsWith(0, 150_000);
  await expect(place.living()).resolves.toEqual([]);
  return {
    summary: readSummary(stdout),
    customers: await customersOf(ground),
    hubspotTasks: await hubspotTasksOf(vendors),
  };
};

const killInTheMiddle =
  (...names: readonly string[]) =>
  async (place: Place, vendors: Vendors): Promise<void> => {
    const { met } = await vendors.addFault(stuck);
    await met();
    const pids = await Promise.all(names.map(async (name) => ({ name, pid: await pidOf(place, name) })));
    for (const { pid } of pids) process.kill(pid, 'SIGKILL');
    for (const { name, pid } of pids) await pidOf(place, name, pid);
  };

describe('a process that is killed during the first sync', () => {
  let undisturbed: Awaited<ReturnType<typeof runToIdle>>;
  beforeAll(async () => {
    undisturbed = await runToIdle('postgres');
  });

  it('has something to lose: customers, and tasks at HubSpot that are created once', () => {
    expect(undisturbed.summary.customers).toBeGreaterThan(CONTACTS);
    expect(undisturbed.hubspotTasks.length).toBeGreaterThan(2);
    expect(undisturbed.hubspotTasks.every(({ creates }) => creates === 1)).toBe(true);
  });

  const expectTheSame = ({ summary, customers, hubspotTasks }: typeof undisturbed): void => {
    expect(summary).toMatchObject({ ok: true, tasks: { failed: 0 } });
    expect(customers).toEqual(undisturbed.customers);
    expect(hubspotTasks).toEqual(undisturbed.hubspotTasks);
  };

  // On the Postgres queue; the minute of chaos kills the same on Redis.
  it('is started again when it is the conductor and two agents at once, and the run ends as if nothing had been', async () => {
    expectTheSame(
      await runToIdle('postgres', killInTheMiddle('conductor', 'worker-sales', 'worker-billing')),
    );
  });

  it('takes all others with it when it is the supervisor, and the next start goes on', async () => {
    await using vendors = await startVendors(CONTACTS);
    await using place = await makePlace({ ...env, ...vendors.env });
    const up = place.start('cli', ['up', '--until-idle', '--json', '--queue', 'postgres', '--no-pause']);
    const { met } = await vendors.addFault(stuck);
    await met();

    up.send('SIGKILL');
    await up.ended();
    await place.untilEmpty();

    const fleet = await startFleet(place, ['--queue', 'postgres', '--no-pause']);
    const status = await fleet.untilIdle();
    const customers = await allCustomers(fleet.client);
    await fleet.stop();
    expect(status.tasks.failed).toBe(0);
    expect(customers.map(identityOf).toSorted()).toEqual(undisturbed.customers);
    expect(await hubspotTasksOf(vendors)).toEqual(undisturbed.hubspotTasks);
    await expect(place.living()).resolves.toEqual([]);
  });
});
