import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Application } from 'express';

/** A server that takes requests. */
export interface Listening {
  readonly url: string;
  /** Takes no further request and resolves once the running ones are answered, or cut off at the deadline. */
  close(options: { readonly deadlineMs: number }): Promise<void>;
}

/**
 * Longer than balancers (60 s mostly) and browsers keep a connection that nobody uses: of two that close it, the one that sent a
 * request meanwhile must not find it gone. Node's own five seconds are just as long as Bull Board waits before it asks again.
 */
const KEEP_ALIVE_MS = 75_000;

const shownHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Lets the app answer at that address; port 0 is any free one. */
export const listen = async (app: Application, host: string, port: number): Promise<Listening> => {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  let closing = false;
  server.on('request', (req, res) => {
    // A connection that was busy when we began to close would otherwise be kept for its next request.
    res.once('close', () => {
      if (closing) setImmediate(() => server.closeIdleConnections());
    });
    app(req, res);
  });
  server.listen(port, host);
  await once(server, 'listening');
  const address = server.address();
  const actualPort = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${shownHost(host)}:${String(actualPort)}`,
    close: async ({ deadlineMs }) => {
      closing = true;
      const closed = once(server, 'close');
      server.close();
      const cutOff = setTimeout(() => server.closeAllConnections(), deadlineMs);
      await closed;
      clearTimeout(cutOff);
    },
  };
};
