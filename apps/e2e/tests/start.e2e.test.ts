import type { Customer } from '@sherpa/api';
import { expect, it } from 'vitest';
import { allCustomers, identityOf, readSummary, startFleet, type Fleet } from '../src/fleet.ts';
import { makeGround } from '../src/ground.ts';
import { makePlace, SMALL_WORLD } from '../src/place.ts';
import { until } from '../src/until.ts';
import { controlSandbox, type SandboxControl } from '../src/vendors.ts';

/** The other two vendors tell of a change as well; the secrets of the first start sign at the second. */
const tellOfAll = async (
  { client }: Fleet,
  sandbox: SandboxControl,
  customers: readonly Customer[],
): Promise<void> => {
  const contact = customers.find(({ hubspotContactId }) => hubspotContactId !== null)?.hubspotContactId ?? '';
  await sandbox.editContact(contact, { phone: '+49 30 7654321' });
  await until('the contact is shown with its new number', async () => {
    const shown = await client.customers.list({ key: `hubspot:contact:${contact}` });
    return shown.customers.some(({ phone }) => phone === '+49 30 7654321');
  });

  const [hit] = (await client.knowledge.search({ limit: 1 })).hits;
  await sandbox.editPage(hit?.page.externalId ?? '', 'The quokka has moved in.');
  await until('the page is found by its new words', async () => {
    const { hits } = await client.knowledge.search({ q: 'quokka', limit: 1 });
    return hits.length > 0;
  });

  const { connections } = await client.connections.list();
  const signing = connections.map(
    ({ secrets }) =>
      secrets.filter(({ name }) => name === 'webhookSecrets' || name === 'clientSecrets').length,
  );
  expect(signing).toEqual([1, 1, 1]);
  const { counts, refused } = await client.webhooks.counts();
  expect(refused).toEqual([]);
  expect(new Set(counts.map(({ vendor }) => vendor)).size).toBe(3);
};

// On Redis; the workflows’ fleet starts on the embedded Postgres, and a killed one starts there again.
it('goes from nothing to idle, and goes on with the same data at the next start', async () => {
  await using ground = await makeGround('redis');
  const contacts = Number(SMALL_WORLD);
  await using place = await makePlace(ground.env);

  const first = await place.start('cli', ['up', '--until-idle', '--json']).endsWith(0, 150_000);

  const summary = readSummary(first.stdout);
  expect(summary).toMatchObject({ ok: true, queue: 'redis' });
  expect(summary.processes.map(({ name }) => name).toSorted()).toEqual([
    'conductor',
    'gateway',
    'sandbox',
    'worker-billing',
    'worker-coordinator',
    'worker-insights',
    'worker-knowledge',
    'worker-sales',
    'worker-success',
  ]);
  expect(summary.tasks).toMatchObject({ pending: 0, in_progress: 0, waiting: 0, failed: 0, cancelled: 0 });
  expect(summary.tasks['completed']).toBeGreaterThan(5);
  expect(summary.messages).toMatchObject({ pending: 0, failed: 0 });
  expect(summary.messages['processed']).toBeGreaterThan(contacts / 100);
  expect(summary.customers).toBeGreaterThan(contacts);
  expect(summary.events).toBeGreaterThan(summary.messages['processed'] ?? 0);
  await expect(place.living()).resolves.toEqual([]);

  const fleet = await startFleet(place);
  expect(fleet.queue).toBe('redis');
  const before = await allCustomers(fleet.client);
  expect(before).toHaveLength(summary.customers);

  // A payment that fails now becomes one task in HubSpot, and nothing of the first start is done again.
  // Stripe tells of it: no sync is asked for, and the next one is a quarter of an hour away.
  const sandbox = controlSandbox(fleet.sandboxUrl ?? '');
  const { customer, invoice } = await sandbox.failPayment();
  await until('the customer is shown as past due', async () => {
    const { customers } = await fleet.client.customers.list({ key: `stripe:customer:${customer}` });
    return customers.some(({ subscriptionStatus }) => subscriptionStatus === 'past_due');
  });
  await fleet.untilIdle();
  const { effects } = await sandbox.books();
  expect(effects.filter(({ object }) => object === 'tasks')).toEqual([
    expect.objectContaining({
      key: `sherpa_key=dunning:${invoice}`,
      creates: 1,
      updates: 0,
    }),
  ]);
  const after = await allCustomers(fleet.client);
  // A payer is shown with its person and with its account, and with no more than one of each.
  const stripeIds = after.flatMap(({ kind: level, stripeCustomerIds }) =>
    stripeCustomerIds.map((id) => `${level} ${id}`),
  );
  expect(after).toHaveLength(before.length);
  expect(new Set(after.map(identityOf)).size).toBe(after.length);
  expect(new Set(stripeIds).size).toBe(stripeIds.length);
  const status = await fleet.client.status();
  expect(status.tasks.failed).toBe(0);

  await tellOfAll(fleet, sandbox, before);

  await fleet.stop();
  await expect(place.living()).resolves.toEqual([]);
});
