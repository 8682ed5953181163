import type { Billing, Order, OrderLine, Problem } from './order.ts';

/** A price at Stripe, and what its product is called. */
export interface KnownPrice {
  readonly id: string;
  readonly productName: string | null;
  readonly currency: string;
  readonly unitAmountMinor: number | null;
  readonly interval: string | null;
  readonly intervalCount: number;
  readonly lookupKey: string | null;
}

export interface PriceRules {
  /** By HubSpot's product id, SKU or name: a price's id or lookup key. */
  readonly prices: Readonly<Record<string, string>>;
  /** Lookup keys to try, with `{sku}`, `{currency}` and `{interval}`. */
  readonly lookupKeys: readonly string[];
}

const filled = (pattern: string, line: OrderLine, currency: string): string | undefined => {
  if (line.sku === null && pattern.includes('{sku}')) return undefined;
  return pattern
    .replaceAll('{sku}', line.sku ?? '')
    .replaceAll('{currency}', currency)
    .replaceAll('{interval}', line.rhythm?.interval ?? '');
};

/** By what people have configured, else by lookup key, else by what product and line are both called. */
const candidatesOf = (
  line: OrderLine,
  currency: string,
  prices: readonly KnownPrice[],
  rules: PriceRules,
): readonly KnownPrice[] => {
  const configured = [line.productId, line.sku, line.name].flatMap((name) =>
    name === null ? [] : (rules.prices[name] ?? []),
  );
  const keys = rules.lookupKeys.flatMap((pattern) => filled(pattern, line, currency) ?? []);
  for (const wanted of [configured, keys]) {
    const found = prices.filter(
      ({ id, lookupKey }) => wanted.includes(id) || wanted.includes(lookupKey ?? ''),
    );
    if (found.length > 0) return found;
  }
  const name = line.name.trim().toLowerCase();
  return prices.filter(({ productName }) => productName?.trim().toLowerCase() === name);
};

const priceOf = (
  line: OrderLine,
  currency: string,
  prices: readonly KnownPrice[],
  rules: PriceRules,
): KnownPrice | Problem => {
  const { rhythm } = line;
  const candidates = candidatesOf(line, currency, prices, rules);
  if (candidates.length === 0) return { problem: `No price at Stripe belongs to line item ${line.id}.` };
  const fitting = candidates.filter(
    (price) =>
      price.currency === currency &&
      price.interval === rhythm?.interval &&
      price.intervalCount === rhythm.count &&
      price.unitAmountMinor === line.unitMinor,
  );
  const [price, ...more] = fitting;
  if (price === undefined)
    return { problem: `The price at Stripe for line item ${line.id} differs in amount, currency or rhythm.` };
  return more.length > 0 ? { problem: `Several prices at Stripe fit line item ${line.id}.` } : price;
};

/** What is billed for an order: a price at Stripe for each line that recurs, an amount for each that does not. */
export const matchPrices = (
  { lines, currency }: Pick<Order, 'lines' | 'currency'>,
  prices: readonly KnownPrice[],
  rules: PriceRules,
): Billing | Problem => {
  const items = new Map<string, number>();
  const once: { description: string; amountMinor: number }[] = [];
  let seats = 0;
  for (const line of lines) {
    if (line.rhythm === null) {
      once.push({ description: line.name, amountMinor: line.unitMinor * line.quantity });
      continue;
    }
    const price = priceOf(line, currency, prices, rules);
    if ('problem' in price) return price;
    // A subscription has a price once.
    items.set(price.id, (items.get(price.id) ?? 0) + line.quantity);
    seats += line.quantity;
  }
  return { items: [...items].map(([priceId, quantity]) => ({ priceId, quantity })), once, seats };
};
