import type { Environment } from '@sherpa/config';
import type { FleetState } from '../state/fleet-state.ts';
import { checkApplication } from './check-application.ts';
import { checkConnections, checkMigrations, checkServer } from './check-database.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkDependencies, checkRuntime } from './check-installation.ts';
import { checkLogs } from './check-logs.ts';
import { checkQueue } from './check-queue.ts';
import { checkVendors } from './check-vendors.ts';
import type { Check } from './check.ts';
import { withFleet } from './fleet-environment.ts';

const ONE_DAY_MS = 86_400_000;

/** What the checklist is about. */
export interface ChecklistFacts {
  readonly env: Environment;
  readonly fleet: FleetState | undefined;
  readonly root: string;
  readonly agents: readonly string[];
}

/** The deployment checklist, in its order, for the running fleet or for what the environment describes. */
export const makeChecklist = ({ env: own, fleet, root, agents }: ChecklistFacts): readonly Check[] => {
  const env = withFleet(own, fleet);
  const since =
    fleet === undefined
      ? { moment: new Date(Date.now() - ONE_DAY_MS), words: 'in the last day' }
      : { moment: new Date(fleet.startedAt), words: 'since the start' };
  return [
    checkServer(env),
    checkMigrations(env),
    checkEnvironment(env),
    checkDependencies(root),
    checkRuntime(root),
    checkApplication(env, agents, { isLocal: fleet !== undefined }),
    checkLogs(env, since),
    checkConnections(env),
    checkVendors(env),
    checkQueue(env),
  ];
};
