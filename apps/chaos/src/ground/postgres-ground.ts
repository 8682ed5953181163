import { startPostgres, type RunningPostgres } from '@sherpa/devstack';
import { z } from 'zod';
import type { AuditDatabase } from './audit-database.ts';

/** A Postgres that can be thrown over. */
export interface PostgresGround {
  port(): number;
  /** Superuser access, past every proxy. */
  url(): string;
  /** Immediate shutdown, as if the machine had lost its power, then crash recovery. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts one whose commits are durable: what was answered as committed must be there after the crash. */
export const startPostgresGround = async (dataDir: string): Promise<PostgresGround> => {
  let server: RunningPostgres = await startPostgres({ dataDir, durable: true, maxConnections: 200 });
  const { port } = server;
  return {
    port: () => server.port,
    url: () => server.url,
    restart: async () => {
      process.kill(server.pid, 'SIGQUIT');
      await server.exited;
      await server.stop();
      server = await startPostgres({ dataDir, port, durable: true, maxConnections: 200 });
    },
    stop: () => server.stop(),
  };
};

const versionSchema = z.tuple([z.object({ version: z.string() })]);

/** The number alone: what a distribution adds to it says nothing. */
export const readPostgresVersion = async (audit: AuditDatabase): Promise<string> => {
  const [{ version }] = versionSchema.parse(
    await audit.rows(`select split_part(current_setting('server_version'), ' ', 1) as version`),
  );
  return version;
};
