import { AppError, IntegrationError, ValidationError } from '@sherpa/core';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import type { LogRecord } from '../log/log-record.ts';
import { makeLogger } from '../log/make-logger.ts';
import type { Logger } from '../log/logger.ts';
import { makeMemoryOutput } from '../testing/memory-output.ts';
import { toSafeError } from './safe-error.ts';
import { scrub } from './secrets.ts';

// Built from pieces, so that no scanner takes this file for a leak.
const tokens = [
  ['sk', 'live', '51H8aFakeFakeFakeFake'].join('_'),
  ['rk', 'test', '51H8aFakeFakeFakeFake'].join('_'),
  ['whsec', 'FakeFakeFakeFakeFake'].join('_'),
  ['pat', 'na1', 'fake0000', '1111', '2222'].join('-'),
  ['secret', 'FakeNotionFakeNotion'].join('_'),
  ['Bearer', 'fakefakefake.fakefake'].join(' '),
  ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiJqYW5lIn0', 'c2lnbmF0dXJl'].join('.'),
  'postgres://sherpa:hunter2hunter2@db.internal/sherpa',
  'https://jane:hunter2hunter2@example.com/x',
  'jane.doe@example.com',
  'jane.doe%40example.com',
  '+49 171 2345678',
];

// What no pattern can know: only a key that is not on the list keeps it out.
const personal = [
  'Jane Doe',
  '12 Harbour Street',
  'Overdue since March, angry on the phone',
  'Zoë',
  '31 January 1990',
];

const everything = [...tokens, ...personal];

// The parts that must not be there either.
const traces = [...everything, 'hunter2', 'Fake', 'fakefake', 'eyJ', 'jane', 'Harbour', 'angry'];

const logged = async (write: (log: Logger) => void): Promise<string> => {
  const dir = mkdtempSync(join(tmpdir(), 'sherpa-redaction-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const json = makeMemoryOutput();
  const pretty = makeMemoryOutput();
  const stored: LogRecord[] = [];
  const base = { process: 'worker-sales', level: 'debug' } as const;
  const store = async (records: readonly LogRecord[]) => void stored.push(...records);
  const toAll = makeLogger({ ...base, pretty: false, stdout: json.stream, dir, store });
  const forPeople = makeLogger({ ...base, pretty: true, stdout: pretty.stream });
  for (const log of [toAll, forPeople]) {
    write(log);
    await log.close();
  }
  const folder = join(dir, 'worker-sales');
  const files = readdirSync(folder).filter((name) => name.includes('.log'));
  expect(files.toSorted()).toEqual(['combined.log', 'error.log']);
  const written = files.map((name) => readFileSync(join(folder, name), 'utf8'));
  expect(stored).not.toHaveLength(0);
  for (const text of [json.text(), pretty.text(), ...written]) expect(text).toContain('Marker.');
  return [json.text(), pretty.text(), ...written, JSON.stringify(stored)].join('\n');
};

const expectClean = (text: string, unwanted: readonly string[] = traces) => {
  for (const one of unwanted) expect(text).not.toContain(one);
};

const keys = ['email', 'name', 'phone', 'note', 'password', 'authorization', 'payload', 'body', 'query', 'x'];

const allowed = (
  'agent type status code operation path url taskId id count durationMs createdAt attempt aborted tenantId agentId ' +
  'host reason field vendorCode process'
).split(' ');

const errorsWith = (text: string): readonly unknown[] => {
  const changed = new Error(`${text}\n    at ${text} (x.ts:1:1)`);
  changed.message = 'changed';
  const named = new Error(text);
  named.name = text;
  const parsed = z.strictObject({ email: z.literal('x') }).safeParse({ email: text, [text]: 1 });
  return [
    new Error(text),
    new Error(`${text}\n    at ${text} (x.ts:1:1)`),
    changed,
    named,
    new AppError('Constant.', {
      details: { email: text, contact: { name: text }, problems: [{ problem: text }] },
    }),
    new ValidationError('Constant.', { cause: new Error(text, { cause: text }) }),
    new IntegrationError('Constant.', { details: { status: text, operation: text } }),
    new AggregateError([new Error(text), text], text),
    Object.assign(new Error(text), {
      code: '23505',
      detail: `Key (email)=(${text}) exists.`,
      table: 'customer_cache',
    }),
    Object.assign(new TypeError(`Received type string ('${text}')`), { code: 'ERR_INVALID_ARG_TYPE' }),
    parsed.error,
    text,
    { message: text, code: text, details: { email: text, contact: [text] } },
  ];
};

describe('what is logged', () => {
  it('holds no secret and nothing personal, whatever key it came under', async () => {
    const text = await logged((log) => {
      log.error('Marker.');
      for (const value of everything) {
        for (const key of keys) {
          log.error('Field.', { [key]: value, details: { [key]: value }, problems: [{ [key]: [value] }] });
          log
            .child({ [key]: value })
            .child({ job: { [key]: value } })
            .error('Bound.', { [key]: [[value], { value }] });
        }
      }
    });
    expectClean(text);
  });

  it('holds nothing that is not of its kind, under the keys that are known', async () => {
    const text = await logged((log) => {
      log.error('Marker.');
      for (const value of everything) {
        for (const key of allowed) {
          log.error('Field.', { [key]: value, counts: { [key]: [value] } });
          log.child({ [key]: value }).error('Bound.');
        }
      }
    });
    expectClean(text);
  });

  it('holds nothing that was hidden in an error', async () => {
    const text = await logged((log) => {
      log.error('Marker.');
      for (const value of everything) {
        for (const error of errorsWith(value)) {
          log.error('Failed.', { error });
          log.error('Failed.', { details: { cause: error } });
          log.error('Failed.', { taskId: error });
        }
      }
    });
    expectClean(text);
  });

  it('holds no data that was used as a key', async () => {
    const text = await logged((log) => {
      log.error('Marker.');
      for (const value of everything) log.error('Counts.', { counts: { [value]: 1 }, [value]: 1 });
    });
    expectClean(text);
  });

  it('holds no credential or address that slipped into a message', async () => {
    const text = await logged((log) => {
      log.error('Marker.');
      for (const value of tokens) log.error(`Could not reach ${value} today %s`, { x: value });
    });
    expectClean(
      text,
      traces.filter((one) => !personal.includes(one)),
    );
  });
});

describe('what is worth knowing', () => {
  it('comes out', async () => {
    const output = makeMemoryOutput();
    const log = makeLogger({ process: 'worker', level: 'info', pretty: false, stdout: output.stream });
    const context = {
      taskId: '019aa9b4-0000-7000-8000-000000000001',
      contactId: 151,
      customerId: 'cus_NffrFeUfNV2Hib',
      operation: 'get /tasks/:id',
      path: '/v1/tasks',
      durationMs: 12.5,
      createdAt: '2026-11-22T10:00:00.000Z',
      counts: { completed: 3, failed: 0 },
      problems: [{ field: 'payload.limit' }],
      status: 429,
      aborted: true,
      code: 'integration_rate_limited',
      types: ['contacts.sync', 'companies.sync'],
    };
    log.info('All.', {
      ...context,
      url: 'https://api.hubapi.com/crm/v3/objects?after=1',
      skippedCount: undefined,
    });
    expect(output.records()).toMatchObject([{ context: { ...context, url: 'https://api.hubapi.com' } }]);
  });

  it('of an error of ours: code, message, known details, frames, causes', () => {
    const cause = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      table: 'agent_tasks',
      constraint: 'agent_tasks_key',
      detail: 'Key (key)=(x) already exists.',
    });
    const error = toSafeError(
      new IntegrationError('The vendor rejected the request.', {
        code: 'integration_rejected',
        details: { vendor: 'stripe', status: 400, body: 'No such customer' },
        cause,
      }),
    );
    expect(error).toMatchObject({
      name: 'IntegrationError',
      code: 'integration_rejected',
      message: 'The vendor rejected the request.',
      details: { vendor: 'stripe', status: 400, body: '[redacted]' },
      cause: {
        name: 'Error',
        code: '23505',
        details: { table: 'agent_tasks', constraint: 'agent_tasks_key' },
      },
    });
    expect(error['stack']).toContainEqual(expect.stringMatching(/^at .*redaction\.test\.ts:\d+:\d+/u));
    expect(error['cause']).not.toHaveProperty('message');
  });

  it('of an error as a task keeps it: code and known details', () => {
    const kept = {
      code: 'agent_failed',
      message: 'Jane',
      details: { status: 400, email: 'jane@example.com' },
    };
    expect(toSafeError(kept)).toEqual({
      name: 'NotAnError',
      thrown: 'object',
      code: 'agent_failed',
      details: { status: 400, email: '[redacted]' },
    });
  });

  it('of a schema: paths and codes', () => {
    const { error } = z
      .object({ limit: z.number(), list: z.array(z.string()) })
      .safeParse({ list: ['a', 1] });
    expect(toSafeError(error)).toMatchObject({
      name: 'ZodError',
      problems: [
        { field: 'limit', code: 'invalid_type' },
        { field: 'list.1', code: 'invalid_type' },
      ],
    });
  });

  it('of a fault of the engine: its message', () => {
    expect(toSafeError(new TypeError("Cannot read properties of undefined (reading 'id')"))).toMatchObject({
      name: 'TypeError',
      message: "Cannot read properties of undefined (reading 'id')",
    });
  });

  it('ends, also where causes go in a circle', () => {
    const error = new Error('a');
    error.cause = error;
    expect(JSON.stringify(toSafeError(error)).match(/"name"/gu)).toHaveLength(6);
  });

  it('stays readable: words like token or patient are not taken for credentials', () => {
    const sentence = 'The token of a patient task expired; basic checks skipped.';
    expect(scrub(sentence, 200)).toBe(sentence);
    expect(scrub('x'.repeat(500), 200)).toHaveLength(200);
  });
});
