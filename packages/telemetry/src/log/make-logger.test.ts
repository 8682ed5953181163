import { AppError } from '@sherpa/core';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeMemoryOutput } from '../testing/memory-output.ts';
import { makeLogger } from './make-logger.ts';

const now = new Date('2026-11-22T10:00:00.000Z');
const clock = { now: () => now };

const makeDir = () => {
  const dir = mkdtempSync(join(tmpdir(), 'sherpa-log-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

describe('makeLogger', () => {
  it('writes records of the agreed shape, one JSON object a line', () => {
    const output = makeMemoryOutput();
    const log = makeLogger({
      process: 'worker-sales',
      level: 'info',
      pretty: 'auto',
      stdout: output.stream,
      clock,
    });
    log.child({ agentId: 'sales' }).info('Task completed.', { taskId: 't-1', runMs: 12 });
    expect(output.records()).toEqual([
      {
        timestamp: '2026-11-22T10:00:00.000Z',
        level: 'info',
        message: 'Task completed.',
        agentId: 'sales',
        context: { process: 'worker-sales', taskId: 't-1', runMs: 12 },
      },
    ]);
  });

  it('names no agent where there is none', () => {
    const output = makeMemoryOutput();
    makeLogger({ process: 'gateway', level: 'info', pretty: false, stdout: output.stream }).warn('Slow.');
    expect(output.records()).toMatchObject([{ agentId: null, level: 'warn' }]);
  });

  it('leaves out what is below its level', () => {
    const output = makeMemoryOutput();
    const log = makeLogger({ process: 'gateway', level: 'warn', pretty: false, stdout: output.stream });
    log.debug('One.');
    log.info('Two.');
    log.warn('Three.');
    expect(output.records().map((record) => record['message'])).toEqual(['Three.']);
  });

  it('takes nothing in a message for a placeholder', () => {
    const output = makeMemoryOutput();
    const log = makeLogger({ process: 'gateway', level: 'info', pretty: false, stdout: output.stream });
    log.info('100 %s of %o and %d', { status: 1 });
    expect(output.records()).toMatchObject([{ message: '100 %s of %o and %d' }]);
  });

  it('writes for people on a terminal', () => {
    const output = makeMemoryOutput({ isTTY: true });
    makeLogger({ process: 'up', level: 'info', pretty: 'auto', stdout: output.stream }).info('Ready.', {
      port: 4000,
    });
    expect(output.text()).toContain('Ready.');
    expect(output.text()).not.toMatch(/^\{/u);
  });

  it('writes everything to combined.log and errors to error.log, in a folder of its own', async () => {
    const dir = makeDir();
    const output = makeMemoryOutput();
    const log = makeLogger({
      process: 'worker-sales',
      level: 'info',
      pretty: false,
      stdout: output.stream,
      dir,
    });
    log.info('Started.');
    log.error('Broken.', { error: new AppError('No luck.') });
    await log.close();
    const lines = (name: string) =>
      readFileSync(join(dir, 'worker-sales', name), 'utf8')
        .trim()
        .split('\n');
    expect(lines('combined.log').map((line) => JSON.parse(line).message)).toEqual(['Started.', 'Broken.']);
    expect(lines('error.log').map((line) => JSON.parse(line).message)).toEqual(['Broken.']);
    expect(lines('error.log')[0]).toBe(lines('combined.log')[1]);
  });

  it('outlives a console whose reader has gone', async () => {
    const output = makeMemoryOutput();
    const log = makeLogger({ process: 'gateway', level: 'info', pretty: false, stdout: output.stream });
    output.stream.destroy(new Error('EPIPE'));
    log.info('Still here.');
    await expect(log.flush()).resolves.toBeUndefined();
  });

  it('outlives fields that cannot be read', () => {
    const output = makeMemoryOutput();
    const log = makeLogger({ process: 'gateway', level: 'info', pretty: false, stdout: output.stream });
    log.info('Odd.', {
      get taskId(): string {
        throw new Error('jane@example.com');
      },
    });
    expect(output.records()).toMatchObject([{ context: { error: { name: 'UnreadableFields' } } }]);
  });
});
