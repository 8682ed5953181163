import { routes } from '@sherpa/api';
import { defineHandler } from '../../../../http/handler.ts';
import type { RouteDeps } from '../../../deps.ts';
import { checkTasks } from '../check-tasks.ts';
import { enqueueOne } from '../enqueue-one.ts';

export const postDryRun = (deps: Pick<RouteDeps, 'db' | 'enqueueIn' | 'contracts'>) =>
  defineHandler(routes.dryRunTask, async ({ body }, caller) => {
    checkTasks(deps.contracts, [body], () => '', 'messages too');
    const asked = { tenantId: await caller.tenantId(), origin: 'dry-run' } as const;
    return enqueueOne(deps, asked, async () => body);
  });
