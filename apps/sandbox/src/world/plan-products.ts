export interface ProductPlan {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly values: ReadonlyMap<string, string>;
}

export const FIRST_PRODUCT_ID = 3_000_001;

const PRODUCTS = [
  ['Basic plan', 29, 'monthly', 'basic'],
  ['Plus plan', 99, 'monthly', 'plus'],
  ['Enterprise plan', 490, 'monthly', 'enterprise'],
  ['Basic plan, yearly', 290, 'annually', 'basic'],
  ['Plus plan, yearly', 990, 'annually', 'plus'],
  ['Enterprise plan, yearly', 4_900, 'annually', 'enterprise'],
  ['Onboarding', 1_500, null, 'onboarding'],
  ['Data import', 600, null, 'import'],
  ['Training day', 1_200, null, 'training'],
  ['Priority support', 150, 'monthly', 'support'],
] as const;

/** What the company sells; what has no frequency is paid once. A plan's SKU begins its lookup keys at Stripe. */
export const planProducts = (): readonly ProductPlan[] =>
  PRODUCTS.map(([name, price, frequency, sku], index) => ({
    id: String(FIRST_PRODUCT_ID + index),
    name,
    price,
    values: new Map([
      ['name', name],
      ['price', String(price)],
      ['hs_sku', sku],
      ['recurringbillingfrequency', frequency ?? ''],
    ]),
  }));
