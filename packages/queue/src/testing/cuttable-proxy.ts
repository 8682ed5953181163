import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A way to a server that a test can break. */
export interface CuttableProxy {
  readonly url: string;
  /** Breaks all connections and refuses new ones. */
  cut(): void;
  /** Keeps connections open and lets nothing through, like a network that swallows packets. */
  swallow(): void;
  /** What is open now is swallowed for ever; new connections work, as after a firewall that forgot its old ones. */
  strand(): void;
  restore(): void;
}

type Mode = 'open' | 'cut' | 'swallow';

/** Stands in front of the server at `url` until the test ends. */
export const startProxy = async (url: string): Promise<CuttableProxy> => {
  const target = new URL(url);
  const sockets = new Set<Socket>();
  const stranded = new WeakSet<Socket>();
  let mode: Mode = 'open';
  const follow = (socket: Socket, other: Socket): void => {
    sockets.add(socket);
    socket.on('data', (chunk) => {
      if (mode === 'open' && !stranded.has(socket)) other.write(chunk);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      other.destroy();
    });
  };
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    follow(client, upstream);
    follow(upstream, client);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  const refuse = (): void => {
    if (server.listening) server.close();
    dropAll();
  };
  onTestFinished(refuse);
  const own = new URL(url);
  own.hostname = '127.0.0.1';
  own.port = String(port);
  return {
    url: own.href,
    cut: () => {
      mode = 'cut';
      refuse();
    },
    swallow: () => {
      mode = 'swallow';
    },
    strand: () => {
      for (const socket of sockets) stranded.add(socket);
    },
    restore: () => {
      mode = 'open';
      if (!server.listening) server.listen(port, '127.0.0.1');
      // What was swallowed is lost in the middle of a conversation; no connection survives that.
      dropAll();
    },
  };
};
