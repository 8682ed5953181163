import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** One request that came, as it came. */
export interface Received {
  readonly body: string;
  header(name: string): string;
}

/** A server of one's own that webhooks are sent to. */
export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  /** How it answers from now on; `hang` never does. */
  answer(status: number | 'hang'): void;
  mostAtOnce(): number;
  close(): Promise<void>;
}

const toReceived = async (request: IncomingMessage): Promise<Received> => ({
  body: await text(request),
  header: (name) => String(request.headers[name.toLowerCase()] ?? ''),
});

export const runReceiver = async (): Promise<Receiver> => {
  const received: Received[] = [];
  let answer: number | 'hang' = 200;
  let [atOnce, most] = [0, 0];
  const server = createServer((request, response) => {
    atOnce += 1;
    most = Math.max(most, atOnce);
    void toReceived(request).then((one) => {
      received.push(one);
      atOnce -= 1;
      if (answer !== 'hang') response.writeHead(answer).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks?at=1`,
    received,
    answer: (status) => {
      answer = status;
    },
    mostAtOnce: () => most,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
};
