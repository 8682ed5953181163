import { expect, it } from 'vitest';
import { readSummary } from '../src/fleet.ts';
import { makeGround } from '../src/ground.ts';
import { killWhileReading, mirroredContacts, strayContacts } from '../src/kill-sync.ts';
import { makePlace } from '../src/place.ts';
import { startVendors } from '../src/vendors.ts';

const CONTACTS = 3_000;

/** A dead worker's tasks are given to another one soon, so that the test is short. */
const env = { WORKER_LEASE_MS: '1500', DRAIN_MS: '1000' };

it('a first sync whose worker is killed again and again ends with exactly what HubSpot holds', async () => {
  await using vendors = await startVendors(CONTACTS);
  await using ground = await makeGround('postgres');
  await using place = await makePlace({ ...env, ...vendors.env, ...ground.env });
  await vendors.slowDown('/crm/v3/objects/contacts', 60);
  const up = place.start('cli', ['up', '--until-idle', '--json']);
  const kills = await killWhileReading(place, ground, 600);
  const { stdout } = await up.endsWith(0, 120_000);
  expect(kills).toBeGreaterThanOrEqual(3);
  expect(readSummary(stdout)).toMatchObject({ ok: true, tasks: { failed: 0 } });
  expect(await mirroredContacts(ground)).toEqual(await vendors.allContacts());
  expect(await strayContacts(ground)).toBe(0);
});
