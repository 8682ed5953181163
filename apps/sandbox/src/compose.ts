import { once } from 'node:events';
import { createServer } from 'node:http';
import { systemClock } from '@sherpa/core';
import { announce, type Logger, type Running } from '@sherpa/telemetry';
import type { SandboxConfig } from './config.ts';
import { openJournal } from './journal/journal-file.ts';
import { makeSandbox } from './sandbox.ts';

export interface ComposeDeps {
  readonly config: Pick<SandboxConfig, 'sandbox' | 'credentials' | 'webhooks'>;
  readonly log: Logger;
}

const MAX_HEADER_BYTES = 65_536;

/** Starts the sandbox and tells the log and the parent process where it listens. */
export const start = async ({ config, log }: ComposeDeps): Promise<Running> => {
  const { host, port, seed, contacts, people, dir } = config.sandbox;
  const nowMs = systemClock.now().getTime();
  const journal = dir === undefined ? undefined : await openJournal({ dir, seed, contacts, nowMs, log });
  const { app, ready, stop } = makeSandbox({
    journal,
    seed,
    contacts,
    people,
    webhooks: config.webhooks,
    ...config.credentials,
    onBroken: (err) => log.error('The sandbox failed to answer.', { error: err }),
  });
  const startedMs = performance.now();
  await ready;
  if (journal !== undefined && journal.entries.length > 0) {
    const durationMs = Math.round(performance.now() - startedMs);
    log.info('The sandbox has its world of before.', { count: journal.entries.length, durationMs });
  }
  // Node refuses a long URL before the vendor in it can: leave that to the vendor.
  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, app).listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const boundPort = typeof address === 'object' && address !== null ? address.port : port;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${boundPort}`;
  log.info('The sandbox listens.', { url, seed, contacts });
  announce({ type: 'listening', url });
  return {
    stop: async () => {
      stop();
      const closed = once(server, 'close');
      server.close();
      // A hanging answer would hold the server open for ever.
      server.closeAllConnections();
      await closed;
      await journal?.close();
    },
  };
};
