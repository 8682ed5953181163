import type { Environment } from '@sherpa/config';
import type { FleetState } from '../state/fleet-state.ts';

/** What the running fleet was told, below what the environment itself says. */
export const withFleet = (env: Environment, fleet: FleetState | undefined): Environment => {
  if (fleet === undefined) return env;
  const said = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined));
  return {
    DATABASE_URL: fleet.databaseUrl,
    QUEUE_URL: fleet.queueUrl,
    SHERPA_URL: fleet.gatewayUrl,
    SHERPA_API_KEY: fleet.apiKey,
    LOG_DIR: fleet.logsDir,
    ...fleet.vendors,
    ...said,
  };
};
