import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { Metrics } from '../metrics/make-metrics.ts';

/** What a process without an API of its own tells about itself. */
export interface HealthServerOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** Throws or answers false when only a restart can help. */
  readonly live: () => boolean | Promise<boolean>;
  /** Throws or answers false while no work should be sent here. */
  readonly ready: () => boolean | Promise<boolean>;
  readonly metrics: Pick<Metrics, 'text' | 'contentType'>;
}

/** A health server that listens. */
export interface HealthServer {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

// A probe gives up after a second or more; the answer must be there before.
const ANSWER_WITHIN_MS = 900;

type Answer = readonly [status: number, contentType: string, body: string];

const JSON_TYPE = 'application/json; charset=utf-8';

const asked = async (check: () => boolean | Promise<boolean>): Promise<boolean> => check();

const answerOf = async (check: () => boolean | Promise<boolean>): Promise<Answer> => {
  const { promise: late, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, ANSWER_WITHIN_MS, false);
  // A check that throws says no; what is wrong is told by whoever it belongs to.
  const ok = await Promise.race([asked(check), late]).catch(() => false);
  clearTimeout(timer);
  return [ok ? 200 : 503, JSON_TYPE, JSON.stringify({ ok })];
};

const answer = async (path: string, options: HealthServerOptions): Promise<Answer> => {
  if (path === '/health/live') return answerOf(options.live);
  if (path === '/health/ready') return answerOf(options.ready);
  if (path === '/metrics') return [200, options.metrics.contentType, await options.metrics.text()];
  return [404, JSON_TYPE, JSON.stringify({ ok: false })];
};

const send = (response: ServerResponse, [status, contentType, body]: Answer): void => {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
};

/** Serves /health/live, /health/ready and /metrics, and nothing else. */
export const makeHealthServer = async (options: HealthServerOptions): Promise<HealthServer> => {
  const server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '/';
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      send(response, [405, JSON_TYPE, JSON.stringify({ ok: false })]);
      return;
    }
    void answer(path, options)
      .catch((): Answer => [500, JSON_TYPE, JSON.stringify({ ok: false })])
      .then((made) => {
        send(response, made);
      });
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  return {
    host: options.host,
    port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
