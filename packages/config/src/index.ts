export type { Environment, Mode } from './environment.ts';
export {
  defineFragment,
  type EnvironmentProblem,
  type Fragment,
  type Hint,
  type Reading,
} from './fragment.ts';
export { clientConfig } from './fragments/client.ts';
export { conductorConfig } from './fragments/conductor.ts';
export { credentialKeysConfig } from './fragments/credential-keys.ts';
export { databaseConfig, optionalDatabaseConfig } from './fragments/database.ts';
export { gatewayConfig } from './fragments/gateway.ts';
export { healthConfig } from './fragments/health.ts';
export { logConfig } from './fragments/log.ts';
export { optionalQueueConfig, queueConfig } from './fragments/queue.ts';
export { runtimeConfig } from './fragments/runtime.ts';
export { sandboxConfig } from './fragments/sandbox.ts';
export { tenantConfig } from './fragments/tenant.ts';
export { environmentCredentialsConfig, vendorAddressesConfig } from './fragments/vendors.ts';
export { workerConfig } from './fragments/worker.ts';
export { loadConfig, type Config } from './load-config.ts';
export { runConfigured } from './run-configured.ts';
export { matching, oneOf, text, urlOf, wholeNumber } from './variables.ts';
