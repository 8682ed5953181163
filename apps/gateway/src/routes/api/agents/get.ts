import { routes } from '@sherpa/api';
import { agentHealth } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

export const getAgents = ({
  db,
  queue,
  contracts,
  log,
}: Pick<RouteDeps, 'db' | 'queue' | 'contracts' | 'log'>) => {
  const countsOf = async (agent: string) => {
    try {
      return await queue.counts(agent);
    } catch (err) {
      // The ledger's figures are worth showing above all when the queue is the trouble.
      log.warn('The queue did not tell its counts.', { agent, error: err });
      return null;
    }
  };
  return defineHandler(routes.listAgents, async (_request, caller) => {
    const names = contracts.map(({ agent }) => agent);
    const [health, counts] = await Promise.all([
      db.withTenant(await caller.tenantId(), (tx) => agentHealth(tx, names)),
      Promise.all(names.map(countsOf)),
    ]);
    return {
      agents: health.map((one, index) => ({
        ...one,
        description: contracts[index]?.description ?? '',
        lastActiveAt: one.lastActiveAt?.toISOString() ?? null,
        queue: counts[index] ?? null,
      })),
    };
  });
};
