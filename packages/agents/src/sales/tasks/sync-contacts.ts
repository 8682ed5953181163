import type { Clients, Handler } from '@sherpa/agent-kit';
import type { Clock } from '@sherpa/core';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { contactSource } from '../contact-source.ts';
import type { SalesContract } from '../contract.ts';
import { syncObjects } from '../sync-objects.ts';

export interface SyncContactsDeps {
  readonly hubspot: Clients<HubSpot>;
  readonly clock: Clock;
}

export const makeSyncContacts =
  ({ hubspot, clock }: SyncContactsDeps): Handler<SalesContract, 'contacts.sync'> =>
  async (ctx) => {
    const { client } = await hubspot.of(ctx.task.tenantId);
    return syncObjects(
      ctx,
      {
        task: 'contacts.sync',
        cursor: 'contacts.cursor',
        event: 'contacts.synced',
        list: client.listContacts,
        searchModifiedSince: client.searchContactsModifiedSince,
        toSource: contactSource,
      },
      clock,
    );
  };
