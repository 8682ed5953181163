import { once } from 'node:events';
import { createServer } from 'node:net';

/** The wanted port when it is free on loopback, else one the system picks; so for 0. */
export const freePort = async (wanted = 0): Promise<number> => {
  const port = (await tryListen(wanted)) ?? (await tryListen(0));
  if (port === undefined) throw new Error('The system has no free port on 127.0.0.1.');
  return port;
};

const tryListen = async (port: number): Promise<number | undefined> => {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  } catch {
    return undefined;
  } finally {
    server.close();
  }
};
