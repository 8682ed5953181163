import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Application } from 'express';

/** A server that takes requests. */
export interface Listening {
  readonly url: string;
  /** Takes no further request and resolves once the running ones are answered, or cut off at the deadline. */
  close(options: { readonly deadlineMs: number }): Promise<void>;
}

const shownHost = (host: string): string => (host.includes(':') ? `[${host}]` : host);

/** Lets the app answer at that address; port 0 is any free one. */
export const listen = async (app: Application, host: string, port: number): Promise<Listening> => {
  const server = createServer();
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
