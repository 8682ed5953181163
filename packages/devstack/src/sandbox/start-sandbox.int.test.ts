import { expect, onTestFinished, test } from 'vitest';
import { startSandbox } from './start-sandbox.ts';

test('the sandbox runs as a process of its own and answers where it says it listens', async () => {
  const lines: string[] = [];
  const sandbox = await startSandbox({ port: 0, contacts: 10, onLine: (line) => lines.push(line) });
  onTestFinished(async () => {
    await sandbox.stop();
  });

  const answer = await fetch(sandbox.url);
  await answer.text();

  expect(answer.status).toBeLessThan(500);
  expect(await sandbox.stop()).toEqual({ code: 0, signal: null });
});
