import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as it arrived. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

/** What a server does with one request. */
export type Reaction = (response: ServerResponse, request: SeenRequest) => void;

/** A vendor that misbehaves on purpose. */
export interface FaultyServer {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Resolves when the connection of the request with this number is closed. */
  closed(index: number): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** Starts a server on loopback that reacts to every request; the reaction may depend on the path. */
export const startFaultyServer = async (react: Reaction): Promise<FaultyServer> => {
  const requests: SeenRequest[] = [];
  const closes = new Map<Socket, Promise<void>>();
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const seen = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers,
      body: await text(request),
      socket: request.socket,
    };
    requests.push(seen);
    react(response, seen);
  };
  const server = createServer((request, response) => {
    if (!closes.has(request.socket)) {
      const { promise, resolve } = Promise.withResolvers<void>();
      request.socket.once('close', () => resolve());
      closes.set(request.socket, promise);
    }
    handle(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    closed: async (index) => {
      const socket = requests[index]?.socket;
      if (socket === undefined) throw new Error(`Request ${index} never came.`);
      await closes.get(socket);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

/** Answers with JSON. */
export const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reaction =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };

/** Answers with text of a type. */
export const plain =
  (body: string, status: number, contentType: string): Reaction =>
  (response) => {
    response.writeHead(status, { 'content-type': contentType });
    response.end(body);
  };

/** Takes the request and never says anything. */
export const hang: Reaction = () => undefined;

/** Sends headers and a piece of the body, then nothing more. */
export const stall: Reaction = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"results":[');
};

/** Sends a little now and then, so that the connection is never idle and never done. */
export const trickle: Reaction = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 5);
  response.once('close', () => clearInterval(timer));
};

/** Breaks the connection inside the body. */
export const reset: Reaction = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"results":[', () => response.socket?.resetAndDestroy());
};

/** Reacts to the first request with the first reaction and so on, the last one from then on. */
export const inTurn = (...reactions: readonly Reaction[]): Reaction => {
  let turn = 0;
  return (response, request) => {
    const reaction = reactions[Math.min(turn, reactions.length - 1)];
    turn += 1;
    reaction?.(response, request);
  };
};
