import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';

const abortedSocket = (): Error =>
  Object.assign(new Error('The call was aborted.'), { code: 'ECONNABORTED' });

const destroyOnAbort = (socket: Duplex | null | undefined, signal: AbortSignal): void => {
  const destroy = (): void => {
    socket?.destroy(abortedSocket());
  };
  if (signal.aborted) destroy();
  // The signal is this request's own, so the listener goes with it and needs no removal.
  else signal.addEventListener('abort', destroy, { once: true });
};

// Sockets are unlimited because a request that queues for one would get it in another request's
// context; a worker's concurrency is the limit.
const OPTIONS = { keepAlive: true };

/**
 * An agent that destroys a request's socket, new or kept alive, when the request's signal aborts:
 * before the headers, inside the body, while connecting. Neither an agent's `timeout` nor
 * `socket.setTimeout` does that for a reused or a trickling connection.
 */
export const makeGuardedAgent = (protocol: string, currentSignal: () => AbortSignal): http.Agent => {
  class GuardedHttpAgent extends http.Agent {
    override createConnection(
      ...args: Parameters<http.Agent['createConnection']>
    ): Duplex | null | undefined {
      const signal = currentSignal();
      const socket = super.createConnection(...args);
      destroyOnAbort(socket, signal);
      return socket;
    }
    override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
      super.reuseSocket(socket, request);
      destroyOnAbort(socket, currentSignal());
    }
  }
  class GuardedHttpsAgent extends https.Agent {
    override createConnection(
      ...args: Parameters<https.Agent['createConnection']>
    ): Duplex | null | undefined {
      const signal = currentSignal();
      const socket = super.createConnection(...args);
      destroyOnAbort(socket, signal);
      return socket;
    }
    override reuseSocket(socket: Duplex, request: http.ClientRequest): void {
      super.reuseSocket(socket, request);
      destroyOnAbort(socket, currentSignal());
    }
  }
  return protocol === 'https:' ? new GuardedHttpsAgent(OPTIONS) : new GuardedHttpAgent(OPTIONS);
};
