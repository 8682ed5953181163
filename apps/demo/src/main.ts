import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ConfigError, toAppError } from '@sherpa/core';
import { parseArguments } from './arguments.ts';
import { isOk } from './report/outcome.ts';
import { toJsonLine } from './report/to-json.ts';
import { toPage } from './report/to-page.ts';
import { replay } from './replay.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const main = async (): Promise<boolean> => {
  const options = parseArguments(process.argv.slice(2));
  const home = await mkdtemp(path.join(tmpdir(), 'sherpa-year-'));
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort());
  try {
    const outcome = await replay({ options, home, tell: print, stopping: stopping.signal });
    const ok = isOk(outcome);
    print(`\n${toPage(outcome)}`);
    if (options.out !== undefined) await writeFile(options.out, toPage(outcome));
    if (ok && !options.keep) await rm(home, { recursive: true, force: true });
    else print(`Data and logs are in ${home}.`);
    if (options.json) print(toJsonLine(outcome));
    return ok;
  } catch (err) {
    print(`The replay broke; data and logs are in ${home}.`);
    throw err;
  }
};

try {
  process.exitCode = (await main()) ? 0 : 1;
} catch (err) {
  const { message, details, cause } = toAppError(err);
  process.stderr.write(`${message}\n`);
  if (!(err instanceof ConfigError))
    process.stderr.write(
      `${JSON.stringify(details)}\n${cause instanceof Error ? (cause.stack ?? '') : ''}\n`,
    );
  process.exitCode = 1;
}
