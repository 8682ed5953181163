import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';

const script = fileURLToPath(new URL('./run-process.fixture.ts', import.meta.url));

const run = (behaviour: string, drainMs = 5_000) => {
  const child = spawn(process.execPath, [script, behaviour, String(drainMs)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const messages: unknown[] = [];
  const heard = new Map<string, PromiseWithResolvers<void>>();
  const slot = (type: string) => {
    const found = heard.get(type) ?? Promise.withResolvers<void>();
    heard.set(type, found);
    return found;
  };
  child.on('message', (message) => {
    messages.push(message);
    slot((message as { type: string }).type).resolve();
  });
  // Not `close`: Node leaves it out where the parent has disconnected.
  const ends = [child.stdout, child.stderr].map(async (stream) => stream && once(stream, 'end'));
  const closed = Promise.all([once(child, 'exit'), ...ends]).then(([[code]]) => code as number | null);
  return { child, closed, messages, hears: (type: string) => slot(type).promise, output: () => output };
};

describe('runProcess', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('drains on %s and ends with 0', async (signal) => {
    const { child, closed, hears, messages, output } = run('serve');
    await hears('ready');
    child.kill(signal);
    expect(await closed).toBe(0);
    expect(output()).toContain('closed\n');
    expect(messages).toEqual([{ type: 'ready', port: 1 }, { type: 'stopping' }]);
  });

  it('drains when its parent is gone and ends with 0', async () => {
    const { child, closed, hears, output } = run('serve');
    await hears('ready');
    child.disconnect();
    expect(await closed).toBe(0);
    expect(output()).toContain('closed\n');
  });

  it('ends with 0 when what it runs is done by itself', async () => {
    const { closed, output } = run('done');
    expect(await closed).toBe(0);
    expect(output()).toContain('closed\n');
  });

  it('takes the echo of a signal for the same request', async () => {
    const { child, closed, hears } = run('serve');
    await hears('ready');
    child.kill('SIGINT');
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect(await closed).toBe(0);
  });

  it('ends at once with 1 when the same signal comes again', async () => {
    const { child, closed, hears, output } = run('hang', 60_000);
    await hears('ready');
    child.kill('SIGINT');
    await hears('stopping');
    const again = setInterval(() => child.kill('SIGINT'), 100);
    onTestFinished(() => clearInterval(again));
    expect(await closed).toBe(1);
    expect(output()).not.toContain('closed\n');
  });

  it('ends with 1 when the drain takes longer than it may', async () => {
    const { child, closed, hears, output } = run('hang', 50);
    await hears('ready');
    child.kill('SIGTERM');
    expect(await closed).toBe(1);
    expect(output()).toContain('The process did not stop in time.');
  });

  it.each([
    ['throw', 'An error was not caught.'],
    ['reject', 'A rejected promise was not handled.'],
  ])('logs, drains and ends with 1 on "%s"', async (behaviour, message) => {
    const { closed, output } = run(behaviour);
    expect(await closed).toBe(1);
    expect(output()).toContain(message);
    expect(output()).toContain('closed\n');
    expect(output()).not.toContain('jane@example.com');
  });

  it('ends with 1 when it cannot start', async () => {
    const { closed, output } = run('break-on-start');
    expect(await closed).toBe(1);
    expect(output()).toContain('The process could not start.');
    expect(output()).not.toContain('jane@example.com');
  });

  it('ends with 1 when it cannot stop cleanly', async () => {
    const { child, closed, hears, output } = run('break-on-stop');
    await hears('ready');
    child.kill('SIGTERM');
    expect(await closed).toBe(1);
    expect(output()).toContain('The process could not stop cleanly.');
    expect(output()).not.toContain('jane@example.com');
  });
});
