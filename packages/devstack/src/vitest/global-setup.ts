import type { TestProject } from 'vitest/node';
import { startTestServers, type TestServers } from './test-servers.ts';

interface SharedServers {
  readonly servers: Promise<TestServers>;
  users: number;
}

declare global {
  // Each project loads this file anew, so what they share cannot live in the module.
  var sherpaTestServers: SharedServers | undefined;
}

/** Gives the project the run's servers: the first project starts them, the last one stops them. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const shared = (globalThis.sherpaTestServers ??= { servers: startTestServers(process.env), users: 0 });
  shared.users += 1;
  const servers = await shared.servers;
  project.provide('postgresUrl', servers.postgresUrl);
  project.provide('redisUrl', servers.redisUrl);
  return async () => {
    shared.users -= 1;
    if (shared.users > 0) return;
    globalThis.sherpaTestServers = undefined;
    await servers.stop();
  };
};
