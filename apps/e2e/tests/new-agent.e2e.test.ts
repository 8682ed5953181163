import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, inject, it } from 'vitest';
import { z } from 'zod';
import { copyCheckout } from '../src/checkout.ts';
import { startFleet } from '../src/fleet.ts';
import { makeGround } from '../src/ground.ts';
import { makePlace, workspaceRoot } from '../src/place.ts';
import { startProgram } from '../src/program.ts';

const reportSchema = z.object({ numPassedTests: z.int(), success: z.boolean() });

it('a new agent starts, runs a task and passes its own test', async () => {
  await using checkout = await copyCheckout();
  await using ground = await makeGround('postgres');
  await using place = await makePlace({ ...ground.env, SANDBOX_CONTACTS: '10' }, checkout.root);
  const run = (tool: string, args: readonly string[]) =>
    startProgram(path.join(workspaceRoot, 'node_modules', tool), {
      args,
      env: { ...place.env, SHERPA_TEST_REDIS_URL: inject('redisUrl') ?? '' },
      cwd: checkout.root,
    });

  const written = await place.start('cli', ['new', 'agent', 'demo', '--json']).endsWith(0);
  expect(JSON.parse(written.stdout)).toMatchObject({ agent: 'demo', files: expect.any(Array) });

  await run('typescript/bin/tsc', ['--noEmit', '-p', 'packages/agents']).endsWith(0);

  const fleet = await startFleet(place);
  expect((await fleet.client.agents.list()).map(({ agent }) => agent)).toContain('demo');
  const said = await place.start('cli', ['enqueue', 'demo', 'hello', '{"name":"Ada"}', '--wait']).endsWith(0);
  expect(JSON.parse(said.stdout)).toEqual({ greeting: 'Hello, Ada!' });
  await fleet.stop();
  await expect(place.living()).resolves.toEqual([]);

  const report = path.join(place.home, 'report.json');
  await run('vitest/vitest.mjs', [
    'run',
    'packages/agents/src/demo',
    '--reporter=json',
    `--outputFile=${report}`,
  ]).endsWith(0);
  const { numPassedTests, success } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')));
  expect(success).toBe(true);
  expect(numPassedTests).toBeGreaterThan(1);
});

it('nothing is written over when there is an agent of that name', async () => {
  await using checkout = await copyCheckout();
  await using place = await makePlace({}, checkout.root);
  const { code, stderr } = await place.sherpa('new', 'agent', 'sales');
  expect(code).toBe(1);
  expect(stderr).toContain('nothing was written');
});
