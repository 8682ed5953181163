import { defineFragment, loadConfig, logConfig, runtimeConfig, sandboxConfig, text } from '@sherpa/config';

/** The credentials the sandbox lets in. They open nothing but the sandbox. */
const credentialsConfig = defineFragment({
  variables: {
    SANDBOX_HUBSPOT_TOKEN: text().default('pat-sandbox'),
    SANDBOX_STRIPE_KEY: text().default('sk_test_sandbox'),
    SANDBOX_NOTION_TOKEN: text().default('ntn_sandbox'),
  },
  hints: {
    SANDBOX_HUBSPOT_TOKEN: { set: 'the token HubSpot calls must carry', example: 'pat-sandbox' },
    SANDBOX_STRIPE_KEY: { set: 'the key Stripe calls must carry', example: 'sk_test_sandbox' },
    SANDBOX_NOTION_TOKEN: { set: 'the token Notion calls must carry', example: 'ntn_sandbox' },
  },
  toConfig: (values) => ({
    hubspotToken: values.SANDBOX_HUBSPOT_TOKEN,
    stripeKey: values.SANDBOX_STRIPE_KEY,
    notionToken: values.SANDBOX_NOTION_TOKEN,
  }),
});

/** What the sandbox reads from its environment. */
export const readConfig = () =>
  loadConfig(
    { runtime: runtimeConfig, log: logConfig, sandbox: sandboxConfig, credentials: credentialsConfig },
    process.env,
  );

export type SandboxConfig = ReturnType<typeof readConfig>;
