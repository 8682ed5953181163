import type { StripePrice } from './records/catalog.ts';

const DAY_SECONDS = 86_400;

const DAYS = { day: 1, week: 7, month: 30, year: 365 } as const;

/** How long one billing period lasts here: months of thirty days. What is paid once has none. */
export const periodSeconds = ({
  interval,
  intervalCount,
}: Pick<StripePrice, 'interval' | 'intervalCount'>): number =>
  interval === null ? 0 : DAYS[interval] * intervalCount * DAY_SECONDS;
