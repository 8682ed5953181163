import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { HubSpotChange } from '../hubspot/change.ts';
import { makeBooks } from '../books.ts';
import { makeMovableClock } from '../clock.ts';
import { vendorLimits } from '../limits/settings.ts';
import { makeRandom } from '../random.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';
import { makeWorld } from '../world/make-world.ts';
import { DAY_MS } from '../world/moments.ts';
import { makeWorldLife } from './world-life.ts';

vi.setConfig({ testTimeout: 20_000 });

const START = Date.parse('2026-11-22T10:00:00Z');

/** So many days of a world under a clock that stands still where nobody moves it. */
const live = async (days: number, steps: number, areAtWork = true) => {
  const changes: HubSpotChange[] = [];
  const events: StripeEvent[] = [];
  const clock = makeMovableClock({ now: () => new Date(START) });
  const world = makeWorld({
    seed: 4,
    contacts: 400,
    clock,
    limits: vendorLimits(),
    books: makeBooks(),
    onHubSpotChange: (change) => changes.push(change),
    onStripeEvent: (event) => events.push(event),
  });
  const onboarded = () => [...world.notion.dataSources.values()].flatMap(({ rows }) => rows).length;
  const before = onboarded();
  const life = makeWorldLife({ world, clock, random: makeRandom(9), onStep: () => undefined });
  life.setPeople(areAtWork);
  for (let step = 0; step < steps; step += 1) await life.advance((days / steps) * DAY_MS);
  return { changes, events, world, clock, newPages: onboarded() - before };
};

test('some weeks bring new people, deals that are won and their pages, merges and renewals', async () => {
  const { changes, events, newPages } = await live(40, 1);
  const types = new Set(changes.map(({ subscriptionType }) => subscriptionType));
  for (const type of [
    'contact.creation',
    'contact.propertyChange',
    'contact.merge',
    'contact.deletion',
    'deal.creation',
    'ticket.creation',
    'deal.associationChange',
  ]) {
    expect(types).toContain(type);
  }
  expect(newPages).toBeGreaterThan(0);
  expect(events.some(({ type }) => type === 'invoice.paid')).toBe(true);
  const times = changes.map(({ occurredAtMs }) => occurredAtMs);
  expect(times).toEqual(times.toSorted((left, right) => left - right));
});

test('the same days are the same, in one step or in many', async () => {
  const [once, often] = [await live(6, 1), await live(6, 12)];
  expect(often.changes.length).toBeGreaterThan(20);
  expect(often.changes).toEqual(once.changes);
});

test('where nobody works Stripe goes on and HubSpot stands still', async () => {
  const { changes, events, clock } = await live(32, 1, false);
  expect(changes).toEqual([]);
  expect(events.some(({ type }) => type === 'invoice.paid')).toBe(true);
  expect(clock.nowMs()).toBe(START + 32 * DAY_MS);
});

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 60 });
});
afterAll(() => sandbox.close());

test('people go to work when they are told, and a deal can be closed by hand', async () => {
  expect(await sandbox.control('POST', '/life', { people: true })).toMatchObject({ people: true });
  expect(await sandbox.control('POST', '/life', { people: false })).toMatchObject({ people: false });
  const { id } = (await sandbox.control('POST', '/hubspot/deals', {
    properties: { dealname: 'A big one', pipeline: 'default' },
  })) as { id: string };
  const close = (outcome: string) => sandbox.control('POST', `/deals/${id}/close`, { outcome });
  expect(await close('won')).toMatchObject({ deal: id, name: 'A big one', stage: 'Closed won' });
  expect(await close('won')).toMatchObject({ error: 'It is closed like that.' });
  expect(await close('lost')).toMatchObject({ stage: 'Closed lost' });
  expect(await sandbox.control('POST', '/deals/1/close', {})).toMatchObject({
    error: 'There is no such deal.',
  });
});
