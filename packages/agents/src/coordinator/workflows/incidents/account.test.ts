import { expect, it } from 'vitest';
import { standingOf } from './account.ts';
import { incidents } from './definition.ts';

const settings = incidents.settings.parse({});

it.each([
  [{}, 'Free', 'none'],
  [{ eur: 2_900 }, 'Standard', '29.00 EUR'],
  [{ usd: 50_000 }, 'Business', '500.00 USD'],
  [{ eur: 2_900, usd: 250_000 }, 'Enterprise', '2,500.00 USD'],
])('what an account pays a month says its tier: %j', (monthlyRevenue, tier, revenue) => {
  expect(standingOf({ monthlyRevenue }, settings)).toEqual({ tier, revenue });
});
