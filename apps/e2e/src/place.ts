import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bareEnvironment } from './config.ts';
import { endWithTest } from './end-with-test.ts';
import { processesWith } from './processes.ts';
import { startProgram, type Ended, type Program } from './program.ts';
import { until } from './until.ts';

/** The checkout under test. */
export const workspaceRoot = fileURLToPath(new URL('../../../', import.meta.url));

/** Contacts of a sandbox: enough for two pages. Notion's three calls a second make a larger one slow to read. */
export const SMALL_WORLD = '150';

/**
 * A home folder with an environment; when it is disposed of, or the test ends however it does, no process and no
 * file of it is left.
 */
export interface Place extends AsyncDisposable {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  /** Starts an app's `main.ts`. */
  start(app: string, args: readonly string[], env?: NodeJS.ProcessEnv): Program;
  /** Starts any script of the checkout. */
  startScript(file: string, env: NodeJS.ProcessEnv): Program;
  /** Runs a command of the CLI to its end, however it ends. */
  sherpa(...args: readonly string[]): Promise<Ended>;
  /** The processes that this home has started, directly or not, and that live. */
  living(): Promise<readonly string[]>;
  /** Waits until none of them lives. */
  untilEmpty(): Promise<void>;
}

/** It may have ended since it was seen. */
const endNow = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Nobody is left to be ended.
  }
};

/** Makes an empty place; `root` is the checkout whose programs it runs. */
export const makePlace = async (env: NodeJS.ProcessEnv = {}, root = workspaceRoot): Promise<Place> => {
  const home = await mkdtemp(path.join(tmpdir(), 'sherpa-e2e-'));
  const whole = { ...bareEnvironment(), SANDBOX_CONTACTS: SMALL_WORLD, SHERPA_HOME: home, ...env };
  const programs: Program[] = [];
  const run = (file: string, args: readonly string[], more: NodeJS.ProcessEnv): Program => {
    const program = startProgram(path.join(root, file), { args, env: { ...whole, ...more }, cwd: root });
    programs.push(program);
    return program;
  };
  const start: Place['start'] = (app, args, more = {}) => run(`apps/${app}/src/main.ts`, args, more);
  const living = async () => (await processesWith(home)).map(({ pid, command }) => `${pid} ${command}`);
  const untilEmpty = async (): Promise<void> => {
    let last: readonly string[] = [];
    const isEmpty = async () => (last = await living()).length === 0;
    await until('all processes of the fleet end', isEmpty).catch((cause: unknown) => {
      throw new Error(['Processes were left behind:', ...last].join('\n'), { cause });
    });
  };
  return {
    home,
    env: whole,
    start,
    startScript: (file, more) => run(file, [], more),
    sherpa: (...args) => start('cli', args).ended(),
    living,
    untilEmpty,
    ...endWithTest(async () => {
      for (const program of programs) if (program.isRunning()) program.send('SIGKILL');
      try {
        await untilEmpty();
      } finally {
        for (const { pid } of await processesWith(home)) endNow(pid);
        await rm(home, { recursive: true, force: true });
      }
    }),
  };
};
