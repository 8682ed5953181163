export interface WorldSizes {
  readonly contacts: number;
  readonly companies: number;
  readonly stripeCustomers: number;
  readonly deals: number;
  readonly tickets: number;
  readonly notes: number;
}

/** A world in proportion to its contacts: 1,000 of them come with 200 companies and 400 Stripe customers. */
export const worldSizes = (contacts: number): WorldSizes => ({
  contacts,
  companies: Math.max(Math.round(contacts / 5), 1),
  stripeCustomers: Math.max(Math.round(contacts * 0.4), 1),
  deals: Math.round(contacts * 0.3),
  tickets: Math.round(contacts * 0.15),
  notes: Math.round(contacts * 0.2),
});
