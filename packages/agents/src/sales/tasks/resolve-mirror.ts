import type { Handler } from '@sherpa/agent-kit';
import { retryConflicts } from '@sherpa/db';
import { resolveRecords } from '@sherpa/sync';
import type { SalesContract } from '../contract.ts';
import { salesMappers } from '../mappers.ts';
import { askToResolve } from './streams.ts';

/** Five thousand objects take seconds. */
const MOST_BATCHES = 25;

/** Makes customers of what has changed of HubSpot in the mirror. */
export const resolveMirror: Handler<SalesContract, 'mirror.resolve'> = async (ctx) => {
  const { resolved, setAside, isMore } = await resolveRecords(
    { tenantId: ctx.task.tenantId, withTenant: (work) => retryConflicts(() => ctx.withTenant(work)) },
    { system: 'hubspot', mappers: salesMappers, mostBatches: MOST_BATCHES },
  );
  if (isMore) askToResolve(ctx);
  return { resolved, setAside };
};
