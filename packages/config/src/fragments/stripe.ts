import { defineFragment } from '../fragment.ts';
import { matching, urlOf } from '../variables.ts';

/** The Stripe account to work on. */
export const stripeConfig = defineFragment({
  variables: {
    STRIPE_API_KEY: matching(/^(sk|rk)_/u, 'start with sk_ or rk_; a publishable key cannot read customers'),
    STRIPE_BASE_URL: urlOf('http', 'https').default('https://api.stripe.com'),
  },
  hints: {
    STRIPE_API_KEY: { set: 'a secret or restricted key of your account', example: 'rk_live_...' },
    STRIPE_BASE_URL: { set: 'where Stripe answers', example: 'https://api.stripe.com' },
  },
  toConfig: (values) => ({ apiKey: values.STRIPE_API_KEY, baseUrl: values.STRIPE_BASE_URL }),
});
