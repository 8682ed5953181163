import { expect, it } from 'vitest';
import { makeGround } from '../src/ground.ts';
import { givenUp, mirroredContacts, strayContacts, syncWhileKilling } from '../src/kill-sync.ts';
import { makePlace } from '../src/place.ts';
import { startVendors } from '../src/vendors.ts';

const CONTACTS = 1_500;

/** A dead worker's tasks are given to another one soon, so that the test is short. */
const env = { WORKER_LEASE_MS: '1500', DRAIN_MS: '1000', CONDUCTOR_EVERY_MS: '300' };

it('a first sync whose worker is killed again and again ends with exactly what HubSpot holds', async () => {
  await using vendors = await startVendors(CONTACTS);
  await vendors.slowDown('/crm/v3/objects/contacts', 60);
  await using ground = await makeGround('postgres');
  await using place = await makePlace({ ...env, ...vendors.env, ...ground.env });
  const { kills } = await syncWhileKilling(place, ground, { everyRows: 350, withinMs: 150_000 });
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(await mirroredContacts(ground)).toEqual(await vendors.allContacts());
  expect(await strayContacts(ground)).toBe(0);
  expect(await givenUp(ground)).toEqual([]);
});
