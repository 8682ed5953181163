import { describe, expect, test } from 'vitest';
import { planRefreshes, type RefreshWish } from './plan-refreshes.ts';

const wish = (id: string, objectIds: readonly string[], over: Partial<RefreshWish> = {}): RefreshWish => ({
  id,
  tenantId: 't',
  connectionId: 'c',
  vendor: 'hubspot',
  reason: 'webhook',
  objects: objectIds.map((one) => ({ type: 'contact', id: one })),
  ...over,
});

describe('the tasks of many events', () => {
  test('ask for each object once', () => {
    const plans = planRefreshes([wish('1', ['a']), wish('2', ['b']), wish('3', ['a'])]);
    expect(plans).toEqual([
      {
        tenantId: 't',
        connectionId: 'c',
        vendor: 'hubspot',
        reason: 'webhook',
        objects: [
          { type: 'contact', id: 'a' },
          { type: 'contact', id: 'b' },
        ],
        deliveryIds: ['1', '2', '3'],
      },
    ]);
  });

  test('hold a hundred objects each, and every event once', () => {
    const wishes = Array.from({ length: 250 }, (_, n) => wish(`${n}`, [`${n % 210}`]));
    const plans = planRefreshes(wishes);
    expect(plans.map(({ objects }) => objects.length)).toEqual([100, 100, 10]);
    expect(plans.flatMap(({ deliveryIds }) => deliveryIds).toSorted()).toEqual(
      wishes.map(({ id }) => id).toSorted(),
    );
  });

  test('keep connections and reasons apart', () => {
    const plans = planRefreshes([
      wish('1', ['a']),
      wish('2', ['a'], { reason: 'webhook privacy' }),
      wish('3', ['a'], { connectionId: 'd' }),
    ]);
    expect(plans.map(({ deliveryIds }) => deliveryIds)).toEqual([['1'], ['2'], ['3']]);
  });
});
