/** The task that reads what is marked of Stripe's part of the mirror. */
export const readsStripe = { agent: 'billing', type: 'mirror.resolve' } as const;
