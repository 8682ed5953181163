import type { Stripe } from 'stripe';
import type { Call } from '../../call/make-call.ts';
import { askStripeAccount, makeStripe, type StripeApi } from '../../stripe/index.ts';
import { makeStripeSdk } from '../../stripe/sdk.ts';
import type { VendorAccount } from '../../vendor-account.ts';
import type { Ground } from './ground.ts';

/** Where an account is reached. */
export interface StripeAddress {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly call: Call;
}

/** Two prices of a month in euros, the dearer one second. */
export interface Prices {
  readonly priceId: string;
  readonly dearerPriceId: string;
}

/** An account that the contract is tried on. */
export interface StripeAccount extends Prices {
  readonly stripe: StripeApi;
  askAccount(): Promise<VendorAccount>;
  /** Stripe's own library, for what our client does not do. */
  sdk<T>(request: (client: Stripe) => Promise<T>): Promise<T>;
  /** A client whose key opens nothing. */
  readonly stranger: StripeApi;
}

const WRONG = 'sk_test_000000000000000000000000';
const TIMEOUT_MS = 60_000;

/** Stripe's own library at that address. */
export const openSdk = (address: StripeAddress): StripeAccount['sdk'] => {
  const sdk = makeStripeSdk(address);
  return (request) => sdk.ask(AbortSignal.timeout(TIMEOUT_MS), request);
};

export const openStripe = (address: StripeAddress, prices: Prices): StripeAccount => ({
  ...prices,
  stripe: makeStripe(address),
  askAccount: () => askStripeAccount(address),
  sdk: openSdk(address),
  stranger: makeStripe({ ...address, apiKey: WRONG }),
});

/** Makes a product with two prices in an account that has none for us. */
export const makePrices = async (sdk: StripeAccount['sdk'], ground: Ground): Promise<Prices> => {
  const product = await sdk((client) => client.products.create({ name: ground.newName() }));
  // What has prices cannot be deleted, only put out of use.
  ground.later(() => sdk((client) => client.products.update(product.id, { active: false })));
  const make = async (amount: number): Promise<string> => {
    const price = await sdk((client) =>
      client.prices.create({
        product: product.id,
        currency: 'eur',
        unit_amount: amount,
        recurring: { interval: 'month' },
      }),
    );
    ground.later(() => sdk((client) => client.prices.update(price.id, { active: false })));
    return price.id;
  };
  return { priceId: await make(2_900), dearerPriceId: await make(9_900) };
};
