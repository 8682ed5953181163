import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { AppError } from '@sherpa/core';

/** A way to a server that can be broken. */
export interface Proxy {
  readonly port: number;
  /** Breaks all connections and ends new ones at once. */
  cut(): void;
  /** Keeps connections open and lets nothing through, like a network that loses every packet. */
  swallow(): void;
  /** Every piece arrives this much later, in order. */
  delay(ms: number): void;
  restore(): void;
  close(): void;
}

/** How the way is at the moment. */
interface Condition {
  mode: 'open' | 'cut' | 'swallow';
  delayMs: number;
}

/** Passes on what comes, as late as the condition says. */
const pipe = (from: Socket, to: Socket, condition: Readonly<Condition>): void => {
  // What is on its way when the delay changes must not be overtaken.
  let freeAtMs = 0;
  const pass = (chunk: Buffer): void => {
    if (condition.mode === 'open' && !to.destroyed) to.write(chunk);
  };
  from.setNoDelay(true);
  from.on('data', (chunk: Buffer) => {
    const nowMs = performance.now();
    freeAtMs = Math.max(nowMs + condition.delayMs, freeAtMs);
    if (freeAtMs <= nowMs) pass(chunk);
    else setTimeout(pass, freeAtMs - nowMs, chunk);
  });
  from.on('error', () => undefined);
  from.on('close', () => to.destroy());
};

const portOf = (server: Server): number => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) return address.port;
  throw new AppError('The proxy has no port.');
};

/** Stands on loopback before the server there, whose port is asked at every connection. */
export const startProxy = async (target: { readonly port: () => number }): Promise<Proxy> => {
  const sockets = new Set<Socket>();
  const condition: Condition = { mode: 'open', delayMs: 0 };
  const server = createServer((client) => {
    const upstream = condition.mode === 'cut' ? undefined : connect(target.port(), '127.0.0.1');
    client.on('error', () => undefined);
    if (upstream === undefined) {
      client.destroy();
      return;
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    }
    pipe(client, upstream, condition);
    pipe(upstream, client, condition);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const dropAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: portOf(server),
    cut: () => {
      condition.mode = 'cut';
      dropAll();
    },
    swallow: () => {
      condition.mode = 'swallow';
    },
    delay: (ms) => {
      condition.delayMs = ms;
    },
    restore: () => {
      // What was swallowed is lost in the middle of a conversation; no connection survives that.
      if (condition.mode !== 'open') dropAll();
      condition.mode = 'open';
      condition.delayMs = 0;
    },
    close: () => {
      server.close();
      dropAll();
    },
  };
};
