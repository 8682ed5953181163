export interface ProductPlan {
  readonly id: string;
  readonly name: string;
  readonly price: number;
  readonly values: ReadonlyMap<string, string>;
}

export const FIRST_PRODUCT_ID = 3_000_001;

const PRODUCTS = [
  ['Basic plan', 29, 'monthly'],
  ['Plus plan', 99, 'monthly'],
  ['Enterprise plan', 490, 'monthly'],
  ['Basic plan, yearly', 290, 'annually'],
  ['Plus plan, yearly', 990, 'annually'],
  ['Enterprise plan, yearly', 4_900, 'annually'],
  ['Onboarding', 1_500, null],
  ['Data import', 600, null],
  ['Training day', 1_200, null],
  ['Priority support', 150, 'monthly'],
] as const;

/** What the company sells; what has no frequency is paid once. */
export const planProducts = (): readonly ProductPlan[] =>
  PRODUCTS.map(([name, price, frequency], index) => ({
    id: String(FIRST_PRODUCT_ID + index),
    name,
    price,
    values: new Map([
      ['name', name],
      ['price', String(price)],
      ['hs_sku', `SKU-${index + 1}`],
      ['recurringbillingfrequency', frequency ?? ''],
    ]),
  }));
