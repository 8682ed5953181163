import { AppError } from '@sherpa/core';
import { within } from '../process/within.ts';

/** A Redis in a container that goes away with the run. */
export interface DockerRedis {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const IMAGE = 'redis:8-alpine';
const PORT = 6379;

/** Starts Redis in Docker, if a daemon answers and the image is here or comes quickly. */
export const startDockerRedis = async (options: { readonly timeoutMs: number }): Promise<DockerRedis> => {
  // Loaded here alone: it is large, and most runs find a Redis without it.
  const { GenericContainer, getContainerRuntimeClient } = await import('testcontainers');
  await getContainerRuntimeClient();
  const starting = new GenericContainer(IMAGE)
    .withExposedPorts(PORT)
    .withCommand(['redis-server', '--maxmemory-policy', 'noeviction', '--appendonly', 'no', '--save', ''])
    .start();
  const container = await within(starting, options.timeoutMs);
  if (container === undefined) {
    // A download cannot be called off; what it leads to is.
    void starting.then((late) => late.stop()).catch(() => undefined);
    throw new AppError('The image did not arrive in time.', { details: { image: IMAGE } });
  }
  return {
    url: `redis://${container.getHost()}:${container.getMappedPort(PORT)}`,
    stop: async () => {
      await container.stop();
    },
  };
};
