import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { freePort } from './free-port.ts';

const listen = async (port: number): Promise<number> => {
  const server = createServer();
  onTestFinished(() => void server.close());
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

test('a wanted port that is taken gives way to one that is free', async () => {
  const taken = await listen(0);
  const port = await freePort(taken);
  expect(port).not.toBe(taken);
  await expect(listen(port)).resolves.toBe(port);
});

test('0 and nothing at all ask for any free port', async () => {
  await expect(freePort(0)).resolves.toBeGreaterThan(0);
  await expect(freePort()).resolves.toBeGreaterThan(0);
});
