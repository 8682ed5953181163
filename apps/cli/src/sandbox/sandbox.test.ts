import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { workspaceRoot } from '../config.ts';
import { runProgram } from '../run-program.ts';
import { writeFleetState } from '../state/fleet-state.ts';

vi.setConfig({ testTimeout: 20_000 });

let home: string;
let child: ChildProcess;
let url: string;

const fleetWith = (sandboxUrl: string | null) =>
  writeFleetState(home, {
    pid: process.pid,
    startedAt: '2026-01-02T03:04:05.000Z',
    gatewayUrl: 'http://127.0.0.1:9',
    apiKey: 'secret',
    databaseUrl: 'postgres://127.0.0.1:9/none',
    queueUrl: 'postgres://127.0.0.1:9/none',
    sandboxUrl,
    logsDir: home,
    processes: [],
    vendors: {},
  });

const sandbox = async (...args: string[]) => {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runProgram(['node', 'sherpa', 'sandbox', ...args], {
    // The port is one that fetch refuses.
    env: { SHERPA_HOME: home, NODE_ENV: 'test', SANDBOX_PORT: '9' },
    streams: { stdout: stdout as unknown as WriteStream, stderr: stderr as unknown as WriteStream },
    stdin: Readable.from([]),
    workspaceRoot,
  });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
};

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sherpa-sandbox-'));
  child = fork(path.join(workspaceRoot, 'apps/sandbox/src/main.ts'), {
    env: { NODE_ENV: 'test', SANDBOX_PORT: '0', SANDBOX_CONTACTS: '20', LOG_DIR: home },
    silent: true,
  });
  const [message] = (await once(child, 'message')) as [{ url: string }];
  ({ url } = message);
}, 30_000);
afterAll(async () => {
  child.kill('SIGINT');
  await once(child, 'exit');
  await rm(home, { recursive: true });
});

test('says where it looked, and that a fleet on real vendors has none', async () => {
  expect((await sandbox()).err).toContain('No sandbox answers at http://127.0.0.1:9, the usual address');
  await fleetWith(null);
  expect((await sandbox('show')).err).toContain('it has no sandbox');
});

test('shows what is there, moves the clock and drives what happens', async () => {
  await fleetWith(url);
  expect((await sandbox('show')).out).toContain('contacts          20');
  const before = JSON.parse((await sandbox('--json')).out) as { now: string };
  const after = await sandbox('advance', '2d');
  expect(after.out).not.toContain(before.now.slice(0, 10));
  expect((await sandbox('people', 'on')).out).toContain('go to work');
  expect((await sandbox('people', 'maybe')).code).toBe(2);
  expect((await sandbox('merge', '100001', '100002')).out).toMatch(/^100001 and 100002 are \d+ now/u);
  expect((await sandbox('close-deal', '1', '--lost')).err).toContain('There is no such deal.');
  expect((await sandbox('fail-card', 'sub_none')).err).toContain('There is no such subscription.');
  expect((await sandbox('fail-card', 'me')).code).toBe(2);
  expect((await sandbox('edit', 'contacts', '100003', 'phone=42')).out).toContain('is changed');
  expect(after.out).toContain('On the way:');
});

test('tells in the sandbox’s own words what cannot be done, and what is no such word', async () => {
  await fleetWith(url);
  for (const [args, said] of [
    [['merge', '100003', '100003'], 'itself'],
    [['merge', '100003', 'abc'], 'abc'],
    [['edit', 'foo', '100003', 'phone=42'], 'foo'],
    [['edit', 'contacts', '100003', 'nosuchprop=42'], 'nosuchprop'],
  ] as const) {
    const { code, err } = await sandbox(...args);
    expect(code, said).toBe(1);
    expect(err).toContain(said);
    expect(err).not.toContain('not its own');
  }
  for (const [args, said] of [
    [['edit', 'contacts', '100003'], 'Say what changes'],
    [['edit', 'page', '100003'], '--markdown'],
    [['webhooks', 'add', 'foo', 'http://127.0.0.1:9/in'], 'hubspot, stripe, notion'],
    [['faults', 'add', 'foo', '/', 'hang'], 'hubspot, stripe, notion'],
    [['faults', 'add', 'stripe', '/', 'wobble'], 'lostAfterCommit'],
  ] as const) {
    const { code, err } = await sandbox(...args);
    expect(code, said).toBe(2);
    expect(err).toContain(said);
  }
});

interface Row {
  readonly id: string;
  readonly customer: string;
}

const rows = async (what: string) =>
  (JSON.parse((await sandbox('list', what, '--json')).out) as { rows: Row[] }).rows;

test('lists what there is to act on: a customer fails, pays and leaves', async () => {
  await fleetWith(url);
  expect((await sandbox('list', 'deals')).out).toContain('There are no deals to act on.');
  const [{ id, customer } = { id: '', customer: '' }] = await rows('subscriptions');
  const failed = (await sandbox('fail-card', id)).out;
  const invoice = /in_\w+/u.exec(failed)?.[0] ?? '';
  expect((await sandbox('list', 'invoices')).out).toContain(invoice);
  await sandbox('fail-card', customer);
  expect((await sandbox('retry', invoice)).out).toContain(`${invoice} was not paid, after 2 tries.`);
  expect((await sandbox('pay', customer)).out).toContain(`${invoice} is paid`);
  expect((await sandbox('pay', invoice)).err).toContain('The invoice is paid, not open.');
  expect((await sandbox('cancel', id, '--now')).out).toContain('has ended');
});

test('gives payments back and disputes them, by the ids of the list', async () => {
  await fleetWith(url);
  const [payment, other] = await rows('payments');
  const refunded = (await sandbox('refund', payment?.id ?? '', '--amount', '100')).out;
  expect((await sandbox('fail-refund', /re_\w+/u.exec(refunded)?.[0] ?? '')).out).toContain('has failed');
  const disputed = (await sandbox('dispute', other?.id ?? '')).out;
  expect((await sandbox('close-dispute', /du_\w+/u.exec(disputed)?.[0] ?? '', '--lost')).out).toContain(
    'lost',
  );
});

test('opens, edits and closes tickets, and asks for refunds', async () => {
  await fleetWith(url);
  const { out } = await sandbox('wish-refund', '100005');
  const [ticket = ''] = /^\d+/u.exec(out) ?? [];
  expect(out).toContain('is open: Please refund our last payment');
  expect((await sandbox('ticket', 'edit', ticket, '--priority', 'URGENT')).code).toBe(0);
  expect((await sandbox('list', 'tickets')).out).toMatch(new RegExp(`${ticket} .* URGENT`, 'u'));
  expect((await sandbox('ticket', 'close', ticket)).out).toContain(`${ticket} is closed.`);
  expect((await sandbox('ticket', 'open', 'All is down', '--contact', '100005')).out).toContain(
    'All is down',
  );
  for (const [args, said] of [
    [['wish-refund', 'cus_no'], 'There is no such customer.'],
    [['ticket', 'close', '1'], 'There is no such ticket.'],
    [['refund', 'ch_no'], 'There is no such payment.'],
    [['cancel', 'sub_no'], 'There is no such subscription.'],
    [['retry', 'in_no'], 'There is no such invoice.'],
    [['close-dispute', 'du_no'], 'There is no such dispute.'],
  ] as const)
    expect((await sandbox(...args)).err).toContain(said);
  for (const args of [
    ['list', 'nothing'],
    ['pay', 'me'],
    ['ticket', 'edit', ticket],
  ])
    expect((await sandbox(...args)).code).toBe(2);
});

test('puts faults and targets in place, lists them and clears them', async () => {
  await fleetWith(url);
  expect((await sandbox('faults')).out).toContain('Nothing is about to go wrong.');
  await sandbox('faults', 'add', 'stripe', '/v1/invoices', 'status429', '--times', '3');
  expect((await sandbox('faults')).out).toMatch(/stripe +any +\/v1\/invoices +status429 +3/u);
  expect((await sandbox('faults', 'add', 'fax', '/', 'hang')).err).toContain('vendor');
  expect((await sandbox('faults', 'clear')).code).toBe(0);
  expect((await sandbox('webhooks')).out).toContain('Nobody is told of anything.');
  const added = await sandbox(
    'webhooks',
    'add',
    'stripe',
    'http://127.0.0.1:9/in',
    '--twice',
    '20%',
    '--json',
  );
  expect(JSON.parse(added.out)).toMatchObject({ vendor: 'stripe', mode: { duplicateShare: 0.2 } });
  const { out } = await sandbox('webhooks', 'list');
  expect(out).toContain('20 % twice');
  expect(out).not.toContain('whsec_');
  expect((await sandbox('webhooks', 'clear')).out).toContain('Nobody');
});
