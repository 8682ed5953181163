import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  connectionCheckSchema,
  connectionSchema,
  budgetSchema,
  customerSchema,
  enqueuedSchema,
  keyRotationSchema,
  quarantinedSchema,
  scheduleDetailsSchema,
  scheduleSchema,
  streamSchema,
  taskSchema,
  taskSummarySchema,
} from '@sherpa/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startFleet, type Fleet } from '../src/fleet.ts';
import { makeGround } from '../src/ground.ts';
import { makePlace, workspaceRoot, type Place } from '../src/place.ts';
import type { Ended } from '../src/program.ts';
import { until } from '../src/until.ts';

const quarantineSchema = z.object({ objects: z.array(quarantinedSchema) });
/** Notion gives three calls a second, and is asked twice for what it does not give. */
const LEFT_OUT_MS = 150_000;

const NOBODY = '00000000-0000-7000-8000-000000000000';
/** Longer than the tests run: such a task waits until somebody does something about it. */
const LATER = ['--delay', '1h'] as const;

const taken = new AsyncDisposableStack();
let place: Place;
let fleet: Fleet;
beforeAll(async () => {
  const ground = taken.use(await makeGround('postgres'));
  place = taken.use(await makePlace(ground.env));
  fleet = await startFleet(place);
  taken.defer(() => fleet.stop());
  await fleet.untilSynced();
});
afterAll(() => taken.disposeAsync());

const sherpa = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await place.sherpa(...args);
  expect(code, `sherpa ${args.join(' ')}\n${stdout}\n${stderr}`).toBe(0);
  return stdout;
};

const sherpaJson = async <T>(schema: z.ZodType<T>, ...args: readonly string[]): Promise<T> =>
  schema.parse(JSON.parse(await sherpa(...args, '--json')));

const show = (id: string) => sherpaJson(taskSchema, 'tasks', 'show', id);

const enqueueLater = async (...more: readonly string[]) =>
  sherpaJson(enqueuedSchema, 'enqueue', 'sales', 'contacts.sync', '{}', ...LATER, ...more);

/** Tasks that somebody asked for; the schedules' come and go by themselves. */
const askedFor = async (): Promise<number> => {
  const { tasks } = await fleet.client.tasks.list({ type: 'contacts.sync', limit: 200 });
  return tasks.filter(({ origin }) => origin === 'api').length;
};

describe('sherpa enqueue', () => {
  it('waits for the result and prints it', async () => {
    const result: unknown = JSON.parse(await sherpa('enqueue', 'sales', 'companies.sync', '--wait'));
    expect(result).toEqual({ mode: 'incremental', rows: expect.any(Number), complete: true });
  });

  it('gives a script the whole task', async () => {
    const task = await sherpaJson(taskSchema, 'enqueue', 'billing', 'customers.sync', '{}', '--wait');
    expect(task).toMatchObject({ agent: 'billing', status: 'completed', origin: 'api', attempt: 1 });
  });

  it('makes no second task while one of the same key lives', async () => {
    const first = await enqueueLater('--key', 'nightly');
    expect(first.inserted).toBe(true);
    expect(await enqueueLater('--key', 'nightly')).toEqual({ id: first.id, inserted: false });
    expect(await show(first.id)).toMatchObject({ key: 'nightly', status: 'pending' });
    await sherpa('tasks', 'cancel', first.id);
    expect((await enqueueLater('--key', 'nightly')).inserted).toBe(true);
  });

  it('gives tasks the priority that is asked for', async () => {
    const { id } = await enqueueLater('--priority', '7');
    expect((await show(id)).priority).toBe(7);
  });

  describe('with a file', () => {
    const write = async (...lines: readonly string[]): Promise<string> => {
      const file = path.join(place.home, `${crypto.randomUUID()}.ndjson`);
      await writeFile(file, lines.join('\n'));
      return file;
    };
    const good = '{"agent":"sales","type":"contacts.sync","payload":{},"delayMs":3600000}';

    it('enqueues a task a line', async () => {
      const file = await write(good, '', good.replace('{}', '{"rowsBefore":1}'));
      const lines = (await sherpa('enqueue', '--file', file, '--json')).split('\n');
      const ids = lines.map((line) => enqueuedSchema.parse(JSON.parse(line)).id);
      expect(ids).toHaveLength(2);
      expect((await show(ids[1] ?? '')).payload).toEqual({ rowsBefore: 1 });
    });

    it('takes payloads alone where agent and task are named', async () => {
      const file = await write('{}', '{"rowsBefore":2}');
      const said = await sherpa('enqueue', 'sales', 'contacts.sync', '--file', file, ...LATER);
      expect(said).toContain('Enqueued 2 tasks.');
    });

    it('enqueues nothing when a line is bad, and says which and why', async () => {
      const file = await write(
        good,
        '{"agent":"sales","type":"contacts.sync","payload":{"since":"now"}}',
        'x',
      );
      const before = await askedFor();
      const { code, stderr } = await place.sherpa('enqueue', '--file', file);
      expect(code).toBe(1);
      expect(stderr).toContain('line 2: since:');
      expect(stderr).toContain('line 3: line: is not JSON');
      expect(await askedFor()).toBe(before);
      expect(await sherpa('enqueue', '--file', file, '--skip-bad')).toContain('2 bad lines left out');
      expect(await askedFor()).toBe(before + 1);
    });
  });
});

describe('sherpa failures, redrive, approvals and signals', () => {
  it('say that there is nothing, and scripts get it as data', async () => {
    expect(await sherpa('failures')).toContain('No failed tasks.');
    expect(await sherpaJson(z.object({ failures: z.tuple([]) }), 'failures')).toEqual({ failures: [] });
    expect(await sherpa('redrive', '--agent', 'sales', '--dry-run')).toContain(
      '0 failed tasks would be redriven.',
    );
    expect(await sherpa('approvals')).toContain('Nobody is asked for anything.');
    const sent = await sherpaJson(z.object({ woken: z.int() }), 'signals', 'send', 'paid', '{"cents":5}');
    expect(sent.woken).toBe(0);
  });

  it('say what is wrong with what they are given', async () => {
    const approval = await place.sherpa('approvals', 'approve', NOBODY, '--by', 'ada');
    expect(approval).toMatchObject({ code: 1, stderr: expect.stringContaining('no such approval') });
    const signal = await place.sherpa('signals', 'send', 'paid', '{cents}');
    expect(signal.code).not.toBe(0);
    expect(signal.stderr).toContain('JSON');
    const share = await place.sherpa('redrive', '--stop-at', 'often');
    expect(share.code).not.toBe(0);
    expect(share.stderr).toContain('--stop-at');
  });
});

describe('sherpa tasks', () => {
  const pageSchema = z.object({ tasks: z.array(taskSummarySchema), nextCursor: z.string().nullable() });

  it('lists by what is asked for, page by page', async () => {
    const args = ['tasks', 'list', '--agent', 'sales', '--status', 'completed', '--limit', '1'];
    const first = await sherpaJson(pageSchema, ...args);
    expect(first.tasks).toEqual([expect.objectContaining({ agent: 'sales', status: 'completed' })]);
    const next = await sherpaJson(pageSchema, ...args, '--cursor', first.nextCursor ?? '');
    expect(next.tasks[0]?.id).not.toBe(first.tasks[0]?.id);
    expect(await sherpa(...args)).toContain(first.tasks[0]?.id);
  });

  it('cancels a task and takes it up again', async () => {
    const { id } = await enqueueLater();
    expect(await sherpa('tasks', 'cancel', id)).toContain('is cancelled');
    expect((await show(id)).status).toBe('cancelled');
    expect(await sherpa('tasks', 'retry', id)).toContain('will be tried again');
    expect(await fleet.client.tasks.wait(id)).toMatchObject({ status: 'completed' });
    expect(await sherpa('tasks', 'show', id)).toContain('completed');
  });

  it('does not take up again what is done', async () => {
    const [done] = (await fleet.client.tasks.list({ status: 'completed', limit: 1 })).tasks;
    const { code, stderr } = await place.sherpa('tasks', 'retry', done?.id ?? '');
    expect(code).toBe(1);
    expect(stderr).toContain('completed');
  });
});

describe('sherpa schedules', () => {
  const pageSchema = z.object({ schedules: z.array(scheduleSchema), nextCursor: z.string().nullable() });

  it('lists what the contracts declare, and when each fires next', async () => {
    const { schedules } = await sherpaJson(pageSchema, 'schedules', 'list', '--agent', 'billing');
    const sync = schedules.find(({ type }) => type === 'customers.sync');
    expect(sync).toMatchObject({ origin: 'contract', everyMs: 900_000 });
    const { id = '' } = sync ?? {};
    expect(await sherpa('schedules', 'list')).toMatch(/customers\.sync .*every 15 m .*in 1\d m/u);
    expect(await sherpa('schedules', 'show', id)).toContain('next runs');
    const { code, stderr } = await place.sherpa('schedules', 'delete', id);
    expect([code, stderr]).toEqual([1, expect.stringContaining('pause it instead')]);
  });

  it('makes one, previews, pauses, resumes and runs it, and deletes it', async () => {
    const rule = ['--cron', '30 2 * * *', '--time-zone', 'Europe/Berlin'] as const;
    const made = await sherpaJson(
      scheduleSchema,
      'schedules',
      'create',
      'sales',
      'companies.sync',
      'nightly',
      ...rule,
      '--missed',
      '2h',
      '--overlap',
      'allow',
    );
    expect(made).toMatchObject({ name: 'nightly', missed: { allWithinMs: 7_200_000 }, overlap: 'allow' });
    const previewSchema = scheduleDetailsSchema.pick({ preview: true });
    const { preview } = await sherpaJson(previewSchema, 'schedules', 'preview', made.id, '--count', '4');
    expect(preview).toEqual(
      (await sherpaJson(previewSchema, 'schedules', 'preview', ...rule, '--count', '4')).preview,
    );
    expect(await sherpa('schedules', 'pause', made.id)).toContain('is paused');
    expect(await sherpa('schedules', 'list', '--type', 'companies.sync')).toMatch(/nightly .*paused/u);
    expect(await sherpa('schedules', 'resume', made.id)).toContain('fires again');
    const { id } = await sherpaJson(enqueuedSchema, 'schedules', 'run', made.id);
    expect(await fleet.client.tasks.wait(id)).toMatchObject({ status: 'completed', origin: 'schedule' });
    expect(await sherpa('schedules', 'delete', made.id)).toContain('is deleted');
  });
});

describe('sherpa connections', () => {
  const pageSchema = z.object({ connections: z.array(connectionSchema), nextCursor: z.string().nullable() });
  const hubspot = async () => {
    const { connections } = await sherpaJson(pageSchema, 'connections', 'list', '--vendor', 'hubspot');
    return connections[0]?.id ?? '';
  };

  it('lists what the environment holds, encrypted with the key of the home, and asks the vendor', async () => {
    const { connections } = await sherpaJson(pageSchema, 'connections');
    expect(connections.map(({ vendor, origin }) => `${vendor} ${origin}`).toSorted()).toEqual([
      'hubspot environment',
      'notion environment',
      'stripe environment',
    ]);
    const id = await hubspot();
    expect(await sherpa('connections', 'show', id)).toMatch(/accessToken *#[0-9a-f]{8}/u);
    const checked = await sherpaJson(connectionCheckSchema, 'connections', 'check', id);
    expect(checked).toMatchObject({ ok: true, connection: { keyId: expect.stringMatching(/^home-/u) } });
    expect(await sherpa('connections', 'check', id)).toContain('It may: ');
  });

  it('takes one out of use and back', async () => {
    const id = await hubspot();
    expect(await sherpa('connections', 'disable', id)).toContain('is disabled');
    expect(await sherpa('connections', 'list')).toMatch(/hubspot .*disabled/u);
    expect(await sherpa('connections', 'enable', id)).toContain('is active');
  });

  it('rotates keys where there is something to', async () => {
    const rotation = await sherpaJson(keyRotationSchema, 'connections', 'rotate-keys');
    expect(rotation).toMatchObject({ reencrypted: 0, unreadable: [], droppableKeyIds: [] });
  });

  it('takes no secret but from standard input', async () => {
    const { code, stderr } = await place.sherpa('connections', 'add', 'stripe', 'second');
    expect([code, stderr]).toEqual([1, expect.stringContaining('no secret on standard input')]);
  });
});

describe('sherpa shows', () => {
  it('how the agents do and what each accepts', async () => {
    const agents = await sherpaJson(
      z.object({ agents: z.array(z.object({ agent: z.string(), processes: z.int(), completed: z.int() })) }),
      'agents',
    );
    expect(agents.agents.map(({ agent, processes }) => [agent, processes])).toEqual([
      ['billing', 1],
      ['coordinator', 1],
      ['insights', 1],
      ['knowledge', 1],
      ['sales', 1],
      ['success', 1],
    ]);
    expect(await sherpa('agents', 'billing')).toContain('invoice.failing');
  });

  it('customers, by what is searched, and one of them', async () => {
    const page = z.object({ customers: z.array(customerSchema), nextCursor: z.string().nullable() });
    const [some] = (await sherpaJson(page, 'customers', 'list', '--limit', '200')).customers.filter(
      ({ email }) => email !== null,
    );
    const found = await sherpaJson(page, 'customers', 'list', '--query', some?.email ?? '');
    expect(found.customers.map(({ id }) => id)).toContain(some?.id);
    const shown = await sherpaJson(customerSchema, 'customers', 'show', some?.id ?? '');
    expect(shown.email).toBe(some?.email);
  });

  it('workflows, and whether one begins anything', async () => {
    expect(await sherpa('workflows')).toMatch(/^dunning +billing +- /mu);
    expect(await sherpa('workflows', 'pause', 'dunning', '--by', 'ada')).toMatch(
      /^dunning is paused since .*: nothing begins with invoice\.failing\.$/mu,
    );
    expect(await sherpa('workflows', 'show', 'dunning')).toContain('changed by ada');
    expect(await sherpa('workflows', 'resume', 'dunning')).toContain('dunning is at work.');
  });

  it('how new the mirror of each stream is, and reads one when asked to', async () => {
    const { streams } = await sherpaJson(z.object({ streams: z.array(streamSchema) }), 'sync');
    expect(streams.map(({ stream }) => stream)).toEqual(
      expect.arrayContaining(['companies', 'contacts', 'deals', 'customers', 'invoices', 'subscriptions']),
    );
    expect(streams.filter(({ isStale }) => isStale)).toEqual([]);
    expect(await sherpa('sync')).toMatch(/contacts +hubspot .*ago/u);
    const task = await sherpaJson(taskSchema, 'sync', 'run', 'companies', '--full', '--wait');
    expect(task).toMatchObject({ status: 'completed', result: { mode: 'full', complete: true } });
  });

  it('what is left out of it: the one page of the workspace that Notion cannot give', async () => {
    const objects = await until(
      'the page is left out',
      async () => {
        const found = await sherpaJson(quarantineSchema, 'sync', 'quarantine');
        return found.objects.length > 0 && found.objects;
      },
      LEFT_OUT_MS,
    );
    expect(objects).toMatchObject([
      { system: 'notion', stream: 'pages', connection: 'environment', why: 'integration_unavailable' },
    ]);
    const told = await sherpa('sync', 'quarantine');
    expect(told).toMatch(/^pages: page .* of notion.* is left out$/mu);
    expect(told).toContain(objects[0]?.externalId);
    expect(told).toMatch(/^ {2}why +integration_unavailable: /mu);
    expect(told).toMatch(/^ {2}do +\S/mu);
    expect(await sherpa('sync')).toMatch(/^pages +notion .* 1(?: |$)/mu);
    expect(await sherpa('sync', 'quarantine', '--limit', '1')).not.toContain('hubspot');
  });

  it('a green checklist', async () => {
    const checklist = await sherpaJson(
      z.object({ ok: z.boolean(), checks: z.array(z.object({ title: z.string(), ok: z.boolean() })) }),
      'doctor',
    );
    expect(checklist.checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checklist.checks.length).toBeGreaterThan(8);
    expect(checklist.ok).toBe(true);
  });

  it('that the database is migrated', async () => {
    expect(await sherpaJson(z.object({ applied: z.array(z.string()) }), 'migrate')).toEqual({ applied: [] });
  });
});

describe('sherpa says what is wrong', () => {
  const says = ({ stderr }: Ended): string => stderr;

  it.each([
    [
      1,
      ['enqueue', 'sails', 'contacts.sync'],
      /agent: "sails" is unknown; one of: billing, coordinator, insights, knowledge, sales, success/u,
    ],
    [1, ['enqueue', 'sales', 'contacts.snyc'], /type: "contacts.snyc" is unknown; one of: contacts.sync/u],
    [1, ['enqueue', 'sales', 'contacts.sync', '{"rowsBefore":"many"}'], /payload.rowsBefore: .*number/u],
    [2, ['enqueue', 'sales', 'contacts.sync', '{rowsBefore:1}'], /payload is not JSON/u],
    [2, ['enqueue', 'sales'], /Name the task/u],
    [2, ['enqueue', 'sales', 'contacts.sync', '--delay', 'soon'], /delay/u],
    [1, ['tasks', 'show', NOBODY], /no such task/iu],
    [1, ['tasks', 'show', '17'], /id: /u],
    [2, ['tasks', 'list', '--status', 'lost'], /Allowed choices/u],
    [1, ['agents', 'sails'], /no such agent/iu],
    [2, ['sync', 'run', 'contract'], /no such stream; one of: .*contacts/u],
    [2, ['frobnicate'], /unknown command/u],
    [1, ['up'], /running here already/u],
  ])('with code %i for %j', async (code, args, message) => {
    const ended = await place.sherpa(...args);
    expect(says(ended)).toMatch(message);
    expect(says(ended)).not.toMatch(/ at .*\.ts:\d+/u);
    expect(ended.code).toBe(code);
    expect(ended.stdout).toBe('');
  });

  it('when the key is wrong', async () => {
    const ended = await place.start('cli', ['agents'], { SHERPA_API_KEY: 'wrong' }).endsWith(1);
    expect(says(ended)).toContain('SHERPA_API_KEY');
  });

  it('when no gateway is there', async () => {
    const ended = await place.start('cli', ['agents'], { SHERPA_URL: 'http://127.0.0.1:9' }).endsWith(1);
    expect(says(ended)).toContain('No gateway answers at http://127.0.0.1:9');
  });
});

describe('a script', () => {
  it('of five lines puts work in and gets its result', async () => {
    const env = { SHERPA_URL: fleet.url, SHERPA_API_KEY: fleet.apiKey };
    const { stdout } = await place.startScript('examples/enqueue.ts', env).endsWith(0);
    expect(stdout).toMatch(/^Read \d+ customers \(incremental\)\.$/u);
  });

  it('that the README shows is the one that ran', async () => {
    const [readme, script] = await Promise.all(
      ['README.md', 'examples/enqueue.ts'].map((file) => readFile(path.join(workspaceRoot, file), 'utf8')),
    );
    expect(readme).toContain(`\n\`\`\`ts\n${script}\`\`\`\n`);
  });
});

describe('sherpa budgets', () => {
  it('shows what the vendors have been asked', async () => {
    const { budgets } = await sherpaJson(z.object({ budgets: z.array(budgetSchema) }), 'budgets');
    expect(budgets.map(({ vendor }) => vendor).toSorted()).toEqual(['hubspot', 'notion', 'stripe']);
    const portal = budgets.find(({ vendor }) => vendor === 'hubspot');
    const daily = portal?.windows.find(({ window }) => window === 'daily');
    expect(daily?.used).toBeGreaterThan(0);
    expect(await sherpa('budgets')).toMatch(/hubspot +\S+ +daily +\d+ +650000/u);
  });
});
