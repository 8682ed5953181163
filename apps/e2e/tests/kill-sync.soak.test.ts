import { expect, it } from 'vitest';
import { makeGround } from '../src/ground.ts';
import { givenUp, mirroredContacts, strayContacts, syncWhileKilling } from '../src/kill-sync.ts';
import { makePlace } from '../src/place.ts';
import { startVendors } from '../src/vendors.ts';

const CONTACTS = 200_000;
const WITHIN_MS = 3_600_000;

/** A lease that a busy machine can keep as well: what is slow is not dead. */
const env = { WORKER_LEASE_MS: '5000', DRAIN_MS: '1000' };

it(
  'a first sync of 200,000 contacts whose worker is killed every few seconds ends with exactly what HubSpot holds',
  async () => {
    await using vendors = await startVendors(CONTACTS);
    await vendors.setLimits({
      hubspot: { per10Seconds: null, perDay: null },
      stripe: { perSecond: null, perEndpointPerSecond: null },
    });
    await using ground = await makeGround('postgres');
    await using place = await makePlace({ ...env, ...vendors.env, ...ground.env });
    const { kills } = await syncWhileKilling(place, ground, { everyRows: 6_000, withinMs: WITHIN_MS });
    expect(await givenUp(ground)).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(20);
    expect(await mirroredContacts(ground)).toEqual(await vendors.allContacts());
    expect(await strayContacts(ground)).toBe(0);
  },
  WITHIN_MS,
);
