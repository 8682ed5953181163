import type { Clients, Handler } from '@sherpa/agent-kit';
import type { Clock } from '@sherpa/core';
import type { HubSpot } from '@sherpa/integrations/hubspot';
import { companySource } from '../company-source.ts';
import type { SalesContract } from '../contract.ts';
import { syncObjects } from '../sync-objects.ts';

export interface SyncCompaniesDeps {
  readonly hubspot: Clients<HubSpot>;
  readonly clock: Clock;
}

export const makeSyncCompanies =
  ({ hubspot, clock }: SyncCompaniesDeps): Handler<SalesContract, 'companies.sync'> =>
  async (ctx) => {
    const { client } = await hubspot.of(ctx.task.tenantId);
    return syncObjects(
      ctx,
      {
        task: 'companies.sync',
        cursor: 'companies.cursor',
        event: 'companies.synced',
        list: client.listCompanies,
        searchModifiedSince: client.searchCompaniesModifiedSince,
        toSource: companySource,
      },
      clock,
    );
  };
