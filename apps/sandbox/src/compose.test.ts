import type { Logger } from '@sherpa/telemetry';
import { expect, test } from 'vitest';
import { start } from './compose.ts';

const config = {
  sandbox: { host: '127.0.0.1', port: 0, seed: 1, contacts: 5, people: false, dir: undefined },
  credentials: { hubspotToken: 'a-token', stripeKey: 'sk_test_a_key', notionToken: 'ntn_a_token' },
  webhooks: [],
};

const makeLog = () => {
  const lines: { message: string; fields?: Readonly<Record<string, unknown>> }[] = [];
  const note: Logger['info'] = (message, fields) => lines.push({ message, ...(fields && { fields }) });
  const log: Logger = {
    debug: note,
    info: note,
    warn: note,
    error: note,
    child: () => log,
    flush: async () => undefined,
  };
  return { log, lines };
};

test('says where it listens, and stops though an answer hangs', async () => {
  const { log, lines } = makeLog();
  const running = await start({ config, log });
  const url = String(lines[0]?.fields?.['url']);
  const place = { vendor: 'stripe', kind: 'hang', path: '/v1/' };
  await fetch(`${url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(place),
  });
  const hanging = fetch(`${url}/v1/customers`, { headers: { authorization: 'Bearer sk_test_a_key' } });
  const outcome = hanging.then(
    () => 'answered',
    () => 'cut off',
  );
  await expect.poll(async () => (await fetch(`${url}/_sandbox/faults`)).json()).toEqual({ faults: [] });
  await running.stop();
  expect(await outcome).toBe('cut off');
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});
