import type { Client } from '@sherpa/api';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { BUDGETS_WITHOUT_LIMITS, LIMITS_LIFTED } from '@sherpa/integrations/sandbox';
import type { Company } from './start-company.ts';

const BY = 'the manager of the replay';

/** What a company of this kind would set; all else has its default. */
const setUp = async (client: Client, defaultOwnerId: string): Promise<void> => {
  await client.workflows.change('company', { by: BY, set: { defaultOwnerId } });
  // Existing customers buy more, and each purchase is billed by itself.
  await client.workflows.change('closed-won', { by: BY, set: { whenSubscribed: 'add' } });
  // A day is over in seconds: what changes is written at once.
  await client.workflows.change('payment-mirror', { by: BY, set: { windowSeconds: 0 } });
};

/** Lifts what would slow the days down, and sets what somebody has to set. */
export const prepare = async ({ client, sandbox }: Company, hubspot: HubSpot): Promise<void> => {
  await sandbox.set('limits', LIMITS_LIFTED);
  const { connections } = await client.connections.list();
  for (const { id, vendor } of connections)
    await client.connections.change(id, { settings: BUDGETS_WITHOUT_LIMITS[vendor] });
  const [owner] = await hubspot.listOwners();
  await setUp(client, owner?.id ?? '');
};
