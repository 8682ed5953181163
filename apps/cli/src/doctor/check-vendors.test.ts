import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Connection, ConnectionCheck } from '@sherpa/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from './check.ts';
import { checkVendors } from './check-vendors.ts';

const ID = '01993b2e-0000-7000-8000-00000000000';
const MOMENT = '2026-01-01T00:00:00.000Z';

const connection = (number: number, over: Partial<Connection>): Connection => ({
  id: `${ID}${number}`,
  vendor: 'hubspot',
  name: 'main',
  account: null,
  status: 'active',
  statusReason: null,
  origin: 'api',
  settings: {},
  secrets: [],
  keyId: null,
  credentialsChangedAt: MOMENT,
  checkedAt: null,
  lastUsedAt: null,
  createdAt: MOMENT,
  updatedAt: MOMENT,
  ...over,
});

type CheckError = ConnectionCheck['error'];

const refused = { code: 'integration_unauthorized', message: 'Refused.' } as const;

/** What the doctor finds where a gateway knows these connections and checks them with these errors. */
const findingOf = async (known: readonly (readonly [Connection, CheckError])[]): Promise<Finding> => {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const [one] = known.filter(([{ id }]) => path.includes(id));
    const answer =
      one === undefined
        ? { connections: known.map(([each]) => each), nextCursor: null }
        : { ok: one[1] === null, connection: one[0], account: null, latencyMs: 1, error: one[1] };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const env = { SHERPA_URL: `http://127.0.0.1:${port}`, SHERPA_API_KEY: 'k'.repeat(40) };
  return checkVendors(env).run();
};

describe('whether the vendors answer', () => {
  it('names the connections whose credentials were taken, and asks about none that is disabled', async () => {
    expect(
      await findingOf([
        [connection(1, {}), null],
        [connection(2, { vendor: 'stripe', name: 'europe' }), null],
        [connection(3, { vendor: 'notion', status: 'disabled' }), refused],
      ]),
    ).toEqual({ ok: true, detail: 'hubspot main, stripe europe accept the credentials' });
  });

  it('says how to make one where there is none', async () => {
    expect(await findingOf([])).toEqual({
      ok: false,
      detail: 'there is no connection to any vendor',
      todo: 'Make one: `sherpa connections add hubspot`.',
    });
  });

  it('names each that was refused, with what to check', async () => {
    expect(
      await findingOf([
        [connection(1, {}), refused],
        [connection(2, { vendor: 'stripe' }), null],
        [connection(3, { name: 'europe' }), refused],
      ]),
    ).toEqual({
      ok: false,
      detail: 'hubspot main: integration_unauthorized; hubspot europe: integration_unauthorized',
      // Once for both.
      todo: 'Check the credentials (`sherpa connections secret <id>`) and the way there.',
    });
  });

  it('says what is wrong with the settings of one, and where to look', async () => {
    const message = 'The limits of the connection do not fit its vendor.';
    expect(await findingOf([[connection(1, {}), { code: 'config_invalid', message }]])).toEqual({
      ok: false,
      detail: `hubspot main: config_invalid: ${message}`,
      todo: `Look at \`sherpa connections show ${ID}1\` and mend what it says.`,
    });
  });
});
