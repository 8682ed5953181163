import { cpuUs, residentBytes } from '../../servers/process-usage.ts';
import type { ByProcess } from '../run.ts';
import type { Session } from '../session.ts';

type Read = (pid: number) => Promise<number>;

const readAll = async ({ servers, producer, workers }: Session, read: Read): Promise<ByProcess> => {
  const [redis, postgres, ofProducer, ...ofWorkers] = await Promise.all([
    servers.redisPid === undefined ? null : read(servers.redisPid),
    read(servers.postgresPid),
    read(producer.pid),
    ...workers.map(({ pid }) => read(pid)),
  ]);
  return {
    redis,
    postgres,
    producer: ofProducer,
    workers: ofWorkers.reduce((sum, each) => sum + each, 0),
  };
};

export const readCpu = (session: Session): Promise<ByProcess> => readAll(session, cpuUs);

export const readMemory = (session: Session): Promise<ByProcess> => readAll(session, residentBytes);

/** What was used between two readings, for each task. */
export const perTask = (before: ByProcess, after: ByProcess, tasks: number): ByProcess => ({
  redis: before.redis === null || after.redis === null ? null : (after.redis - before.redis) / tasks,
  postgres: (after.postgres - before.postgres) / tasks,
  producer: (after.producer - before.producer) / tasks,
  workers: (after.workers - before.workers) / tasks,
});
