import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { WriteStream } from 'node:tty';
import { describe, expect, it } from 'vitest';
import { runProgram } from './run-program.ts';

/** Nothing listens there: the port is one that browsers and fetch refuse. */
const NOWHERE = { SHERPA_URL: 'http://127.0.0.1:9', NODE_ENV: 'test' };

const ID = '019acc7e-2b1f-7d04-8c55-6f0d3a9be124';

const run = async (...args: string[]) => {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await runProgram(['node', 'sherpa', ...args], {
    env: NOWHERE,
    streams: {
      stdout: stdout as unknown as WriteStream,
      stderr: stderr as unknown as WriteStream,
    },
    stdin: Readable.from([]),
    workspaceRoot: '/nowhere',
  });
  stdout.end();
  stderr.end();
  return { code, out: await text(stdout), err: await text(stderr) };
};

describe('runProgram', () => {
  it('ends with 0 after help, on stdout', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
  });

  it.each([
    [['help'], 'Usage: sherpa [options]'],
    [['help', 'workflows'], 'Usage: sherpa workflows'],
    [['help', 'workflows', 'pause'], 'Usage: sherpa workflows pause'],
    [['workflows', 'help', 'pause'], 'Usage: sherpa workflows pause'],
    [['help', 'customers', 'review'], 'Usage: sherpa customers review'],
  ])('prints the help of the command that is named, also within another: %j', async (args, usage) => {
    const { code, out, err } = await run(...args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(usage);
  });

  it.each([
    ['an unknown command', ['frobnicate']],
    ['help on an unknown command', ['help', 'frobnicate']],
    ['help on an unknown command of another', ['help', 'workflows', 'frobnicate']],
    ['help on what a command does not have', ['help', 'enqueue', 'sales']],
    ['an unknown option', ['tasks', 'list', '--frobnicate']],
    ['a status that is none', ['tasks', 'list', '--status', 'odd']],
    ['a delay that is none', ['enqueue', 'sales', 'contacts.sync', '--delay', 'soon']],
    ['a payload that is no JSON', ['enqueue', 'sales', 'contacts.sync', '{bad']],
    ['an agent without a task', ['enqueue', 'sales']],
    ['a file and a payload', ['enqueue', 'sales', 'contacts.sync', '{}', '--file', '-']],
    ['a schedule without a rule', ['schedules', 'create', 'sales', 'contacts.sync', 'nightly']],
    [
      'a schedule with two',
      ['schedules', 'create', 'sales', 'contacts.sync', 'n', '--every', '1h', '--cron', '@daily'],
    ],
    [
      'an interval in a time zone',
      ['schedules', 'create', 'sales', 'x.y', 'n', '--every', '1h', '--time-zone', 'UTC'],
    ],
    ['a preview of nothing', ['schedules', 'preview']],
    ['a preview of a cron that is none', ['schedules', 'preview', '--cron', '61 * * * *']],
    [
      'a missed policy that is none',
      ['schedules', 'create', 'sales', 'x.y', 'n', '--every', '1h', '--missed', 'some'],
    ],
    ['forgetting nobody', ['customers', 'forget', '--yes']],
    ['forgetting what is no address', ['customers', 'forget', '--email', 'notmail', '--yes']],
    ['forgetting what is no object', ['customers', 'forget', '--object', 'foo', '--yes']],
    ['a search of customers for nothing', ['customers', 'search', '']],
    ['a search of pages for nothing', ['knowledge', 'search', ' ']],
    ['a page without a name', ['knowledge', 'write', '', '--title', 't', '--file', '-']],
    ['cases like one and of a status', ['cases', 'list', '--like', ID, '--status', 'held']],
    ['a key for a whole file', ['enqueue', 'sales', 'contacts.sync', '--key', 'k', '--file', '-']],
  ])('ends with 2 and says why on stderr: %s', async (_what, args) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('sherpa help');
  });

  it.each([
    [['tasks', 'show', '17'], 'id: "17" is not an id such as 0', '`npx pnpm sherpa tasks list` tells them'],
    [['tasks', 'retry', ID, 'x'], 'ids: "x" is', 'sherpa tasks list'],
    [['schedules', 'preview', '17'], 'id: "17" is', 'sherpa schedules list'],
    [['customers', 'review', 'approve', '17'], 'id: "17" is', 'sherpa customers review list'],
    [['customers', 'undo', '17'], 'merge: "17" is', 'sherpa customers history <customer>'],
    [['webhooks', 'replay', 'billing'], 'connection: "billing" is', 'sherpa connections list'],
    [
      ['cases', 'list', '--cursor', '17'],
      '--cursor: "17" is',
      'a page that is not the last one ends with it',
    ],
    [['cases', '--like', '17'], '--like: "17" is', 'sherpa cases list'],
    [['webhooks', 'list', '--connection', 'x'], '--connection: "x" is', 'sherpa connections list'],
  ])('says which argument is no id, and what tells the ids: %j', async (args, which, list) => {
    const { code, out, err } = await run(...args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain(which);
    expect(err).toContain(list);
  });

  it('takes the ids of others as they are', async () => {
    const { err } = await run('sandbox', 'close-deal', '17');
    expect(err).not.toContain('is not an id');
  });

  it('ends with 1 where no gateway answers, in one line that says where it looked and how to start one', async () => {
    const { code, out, err } = await run('tasks', 'list', '--json');
    expect([code, out]).toEqual([1, '']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('http://127.0.0.1:9, which SHERPA_URL names');
    expect(err).toContain('npx pnpm start');
  });
});
