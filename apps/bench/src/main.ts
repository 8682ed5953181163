import { bareEnvironment, workspaceRoot } from './config.ts';
import { runBench } from './run-bench.ts';
import { makeTerminal } from './terminal.ts';

const { stdout, stderr } = process;
const stopping = new AbortController();
// The first Ctrl-C ends the run in order; who is in a hurry presses it twice.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());

process.exitCode = await runBench(process.argv.slice(2), {
  env: bareEnvironment(),
  workspaceRoot,
  terminal: makeTerminal({ stdout, stderr }),
  signal: stopping.signal,
});
