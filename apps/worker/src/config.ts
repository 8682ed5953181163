import {
  databaseConfig,
  healthConfig,
  hubspotConfig,
  loadConfig,
  logConfig,
  notionConfig,
  queueConfig,
  runtimeConfig,
  stripeConfig,
  tenantConfig,
  workerConfig,
} from '@sherpa/config';

/** What every worker needs, whatever its agent. */
export const readConfig = () =>
  loadConfig(
    {
      runtime: runtimeConfig,
      database: databaseConfig,
      queue: queueConfig,
      log: logConfig,
      tenant: tenantConfig,
      health: healthConfig,
      worker: workerConfig,
    },
    process.env,
  );

/** Only for an agent that works on HubSpot. */
export const readHubSpotConfig = () => loadConfig({ hubspot: hubspotConfig }, process.env).hubspot;

/** Only for an agent that works on Stripe. */
export const readStripeConfig = () => loadConfig({ stripe: stripeConfig }, process.env).stripe;

/** Only for an agent that works on Notion. */
export const readNotionConfig = () => loadConfig({ notion: notionConfig }, process.env).notion;

export type WorkerConfig = ReturnType<typeof readConfig>;
