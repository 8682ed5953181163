import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startProxy } from './proxy.ts';

const listen = async (onSocket: (socket: Socket) => void): Promise<Server> => {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onSocket(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return server;
};

const portOf = (server: Server): number => (server.address() as { port: number }).port;

/** An echo behind a proxy, and a way to connect to it. */
const start = async () => {
  const echo = await listen((socket) => void socket.pipe(socket));
  const proxy = await startProxy({ port: () => portOf(echo) });
  onTestFinished(() => proxy.close());
  const open = () => {
    const client = connect(proxy.port, '127.0.0.1');
    client.on('error', () => undefined);
    onTestFinished(() => void client.destroy());
    return client;
  };
  return { proxy, open };
};

const say = async (client: Socket, text: string): Promise<string> => {
  client.write(text);
  const [answer] = (await once(client, 'data')) as [Buffer];
  return answer.toString();
};

/** Not `once`: a connection that is reset tells of an error first. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => {
    socket.once('close', () => resolve());
  });

describe('startProxy', () => {
  it('passes on what is said', async () => {
    const { open } = await start();
    expect(await say(open(), 'hello')).toBe('hello');
  });

  it('ends connections that are open when it is cut, and new ones, until it is restored', async () => {
    const { proxy, open } = await start();
    const client = open();
    await say(client, 'hello');
    const end = closed(client);
    proxy.cut();
    await end;
    await closed(open());
    proxy.restore();
    expect(await say(open(), 'again')).toBe('again');
  });

  it('loses what is said while it swallows, and ends the conversation afterwards', async () => {
    const { proxy, open } = await start();
    const client = open();
    await say(client, 'hello');
    proxy.swallow();
    let heard = '';
    client.on('data', (chunk) => (heard += chunk.toString()));
    client.write('lost');
    const end = closed(client);
    proxy.restore();
    await end;
    expect(heard).toBe('');
  });

  it('keeps the order of what it delays', async () => {
    const { proxy, open } = await start();
    const client = open();
    await say(client, 'hello');
    proxy.delay(30);
    let heard = '';
    const all = new Promise<void>((resolve) => {
      client.on('data', (chunk) => {
        heard += chunk.toString();
        if (heard.length === 3) resolve();
      });
    });
    client.setNoDelay(true);
    for (const letter of ['a', 'b']) client.write(letter);
    proxy.delay(0);
    client.write('c');
    await all;
    expect(heard).toBe('abc');
  });
});
