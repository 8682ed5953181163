import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, toAppError } from '@sherpa/core';
import { parseArguments } from './arguments.ts';
import { bareEnvironment } from './config.ts';
import { removeGround } from './ground/ground.ts';
import { readAbout } from './publish/about.ts';
import { writeRun } from './publish/write-run.ts';
import { planFaults, type PlanOptions } from './plan/plan-faults.ts';
import { isOk, toJsonLine, toPlan, toReport } from './report.ts';
import { run } from './run.ts';

const slots = {
  worker: ['worker-1', 'worker-2', 'worker-3'],
  conductor: ['conductor-1', 'conductor-2'],
  producer: ['producer-1', 'producer-2'],
} as const;

/** Short, so that five minutes hold many deaths and what comes after them. */
const LEASE_MS = 5_000;

const DOCS = path.resolve(import.meta.dirname, '../../../docs/chaos');

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<boolean> => {
  const options = parseArguments(process.argv.slice(2), Math.random);
  const planOptions: PlanOptions = { ...options, slots, leaseMs: LEASE_MS };
  const plan = planFaults(planOptions).filter(
    ({ fault }) => options.only.length === 0 || options.only.includes(fault.kind),
  );
  if (options.plan) {
    print(toPlan(plan));
    return true;
  }
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort());
  const dir = await mkdtemp(path.join(tmpdir(), 'sherpa-chaos-'));
  print(
    `${plan.length} faults in ${options.minutes} min by seed ${options.seed}, queue on ${options.queue}.`,
  );
  try {
    const outcome = await run({
      options,
      planOptions,
      plan,
      dir,
      env: bareEnvironment(),
      tell: print,
      stopping: stopping.signal,
    });
    const ok = isOk(outcome) && !stopping.signal.aborted;
    print(`\n${toReport(outcome)}`);
    if (ok && !options.keep) await removeGround(dir);
    else print(`Logs and data are in ${dir}.`);
    // A run that was broken off tells of no minutes but its own; a failed one is worth as much as a good one.
    if (options.write && !stopping.signal.aborted) {
      const files = await writeRun(DOCS, outcome, readAbout(outcome.versions, new Date()));
      for (const file of files) print(`Wrote ${path.relative(process.cwd(), file)}.`);
    }
    if (options.json) print(toJsonLine(outcome));
    return ok;
  } catch (err) {
    print(`The run broke; logs and data are in ${dir}.`);
    throw err;
  }
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (err) {
  const { message, details, cause } = toAppError(err);
  process.stderr.write(`${message}\n`);
  if (!(err instanceof ConfigError)) process.stderr.write(`${JSON.stringify(details)}\n${String(cause)}\n`);
  process.exitCode = 1;
}
