import { makeClient, type AgentHealth } from '@sherpa/api';
import { clientConfig, loadConfig, type Environment } from '@sherpa/config';
import { UnauthorizedError } from '@sherpa/core';
import { green, red, type Check } from './check.ts';

const ANSWER_WITHIN_MS = 5_000;
const START = 'Start it: `npx pnpm start`, or the services of docker-compose.yml.';

const isReady = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(new URL('/health/ready', url), {
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
};

const readHealth = async (client: {
  readonly url: string;
  readonly apiKey: string;
}): Promise<readonly AgentHealth[] | undefined> => {
  try {
    return await makeClient({ ...client, answerWithinMs: ANSWER_WITHIN_MS }).agents.list();
  } catch (err) {
    if (err instanceof UnauthorizedError) return undefined;
    throw err;
  }
};

/** Whether the gateway is ready and every agent has a process that lives. */
export const checkApplication = (
  env: Environment,
  agents: readonly string[],
  { isLocal }: { readonly isLocal: boolean },
): Check => ({
  item: 6,
  title: 'application is started',
  run: async () => {
    const { client } = loadConfig({ client: clientConfig }, env);
    if (!(await isReady(client.url))) return red(`no gateway is ready at ${client.url}`, START);
    const health = await readHealth(client);
    if (health === undefined) {
      return red(
        `the gateway at ${client.url} refuses the API key`,
        'Set SHERPA_API_KEY to the key it was given.',
      );
    }
    const alive = new Map(health.map(({ agent, processes }) => [agent, processes]));
    const idle = agents.filter((agent) => (alive.get(agent) ?? 0) === 0);
    if (idle.length === 0) {
      const counts = agents.map((agent) => `${agent} ×${alive.get(agent) ?? 0}`).join(', ');
      return green(`gateway at ${client.url}; ${counts}`);
    }
    return red(
      `no process works for ${idle.join(', ')}`,
      isLocal
        ? 'Restart `npx pnpm start`: it starts the agents that were there when it began.'
        : `Start one for each: node apps/worker/src/main.ts --agent ${idle[0] ?? ''}`,
    );
  },
});
