/** They open nothing but a sandbox. */
export const CREDENTIALS = { hubspotToken: 'pat-sandbox', stripeKey: 'sk_test_sandbox' } as const;
