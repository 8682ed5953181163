import '@sherpa/devstack/vitest';
import { listQuarantine } from '@sherpa/db';
import { makeStreamGround, type StreamGround } from '@sherpa/sync/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { startSandboxVendors, type SandboxVendors } from '../testing/sandbox-vendors.ts';
import { startSpoiledStripe, type SpoiledStripe } from '../testing/spoiled-stripe.ts';
import { bindBillingStreams } from './streams/index.ts';

let vendors: SandboxVendors;
let stripe: SpoiledStripe;
let ground: StreamGround;
beforeAll(async () => {
  vendors = await startSandboxVendors(120);
  stripe = await startSpoiledStripe(vendors.url, 'sk_test_sandbox');
  ground = await makeStreamGround(inject('postgresUrl'));
});
afterAll(async () => {
  await ground.drop();
  await stripe.stop();
  await vendors.stop();
});

const leftOut = () => {
  const { db, tenantId } = ground.database;
  return db.withTenant(tenantId, (tx) => listQuarantine(tx, 10));
};

test('subscriptions in a listing that cannot be read are left out and told of, and the rest comes in', async () => {
  const truth = bindBillingStreams(vendors.clients.stripe).subscriptions;
  await ground.run(truth);
  const all = await ground.living('subscription');
  expect(all.length).toBeGreaterThan(10);
  const { subscriptions } = bindBillingStreams(stripe.client);
  // The first, two that follow one another, and the last of the listing.
  const { rows } = await stripe.client.listSubscriptions({ limit: 100 });
  const bad = [0, 4, 5, rows.length - 1].flatMap((place) => rows[place]?.id ?? []);
  for (const id of bad) stripe.spoiled.add(id);
  const done = await ground.run(subscriptions, { full: true });
  expect(done).toMatchObject({ complete: true, rows: all.length - bad.length });
  expect(done.quarantined.map(({ externalId }) => externalId).toSorted()).toEqual(bad.toSorted());
  const left = await leftOut();
  expect(left.map(({ externalId }) => externalId).toSorted()).toEqual(bad.toSorted());
  expect(new Set(left.map(({ why }) => why))).toEqual(new Set(['integration_bad_answer']));
  // What was known of them before is kept: that they cannot be read does not say that they are gone.
  expect(await ground.living('subscription')).toEqual(all);
  stripe.spoiled.clear();
  expect(await ground.run(subscriptions, { full: true })).toMatchObject({ rows: all.length });
  expect(await leftOut()).toEqual([]);
});
