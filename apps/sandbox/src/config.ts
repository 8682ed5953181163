import { defineFragment, loadConfig, logConfig, runtimeConfig, sandboxConfig, text } from '@sherpa/config';
import { z } from 'zod';
import { newTargetSchema } from './webhooks/target.ts';

const targetsSchema = z.array(newTargetSchema);

const readJson = (given: string): unknown => {
  try {
    return JSON.parse(given);
  } catch {
    return undefined;
  }
};

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

/** Who is told of what happens from the start; as POST /_sandbox/webhooks takes them. */
const webhooksConfig = defineFragment({
  variables: {
    SANDBOX_WEBHOOKS: z
      .string()
      .default('[]')
      .transform((given, context) => {
        const { data } = targetsSchema.safeParse(readJson(given));
        if (data !== undefined) return data;
        context.addIssue({ code: 'custom', message: 'must be a JSON list of targets of webhooks' });
        return z.NEVER;
      }),
  },
  hints: {
    SANDBOX_WEBHOOKS: {
      set: 'where the sandbox sends webhooks',
      example: '[{"vendor":"stripe","url":"http://127.0.0.1:4000/webhooks/…","secret":"whsec_…"}]',
    },
  },
  toConfig: (values) => values.SANDBOX_WEBHOOKS,
});

/** What the sandbox reads from its environment. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      log: logConfig,
      sandbox: sandboxConfig,
      credentials: credentialsConfig,
      webhooks: webhooksConfig,
    },
    process.env,
  );

export type SandboxConfig = ReturnType<typeof readConfig>;
