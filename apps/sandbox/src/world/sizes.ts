export interface WorldSizes {
  readonly contacts: number;
  readonly companies: number;
  readonly stripeCustomers: number;
}

/** A world in proportion to its contacts: 1,000 of them come with 200 companies and 400 Stripe customers. */
export const worldSizes = (contacts: number): WorldSizes => ({
  contacts,
  companies: Math.max(Math.round(contacts / 5), 1),
  stripeCustomers: Math.max(Math.round(contacts * 0.4), 1),
});
