import type { Client } from '@sherpa/api';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import type { Company } from './start-company.ts';

/** What limits the vendors set is measured elsewhere; here days are to go by. */
const NO_LIMITS = {
  hubspot: { per10Seconds: null, perDay: null, searchLagMs: 0 },
  stripe: { perSecond: null },
  notion: { perSecond: null },
};

/** Our own budgets keep to the vendors' limits. */
const BUDGETS = {
  hubspot: { per10Seconds: 100_000, searchPerSecond: 1_000 },
  stripe: { perSecond: 10_000 },
  notion: { perSecond: 1_000 },
} as const;

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
  await sandbox.set('limits', NO_LIMITS);
  const { connections } = await client.connections.list();
  for (const { id, vendor } of connections)
    await client.connections.change(id, { settings: BUDGETS[vendor] });
  const [owner] = await hubspot.listOwners();
  await setUp(client, owner?.id ?? '');
};
