import type { Environment } from '@sherpa/config';
import type { Contract } from '@sherpa/core';
import type { QueueKind } from '@sherpa/queue';
import { readUpConfig, type UpConfig } from '../config.ts';
import { describeError } from '../output/describe-error.ts';
import type { Terminal } from '../output/terminal.ts';
import { showGround } from './banner.ts';
import { makeDisplay, type Display } from './display.ts';
import { toSummary, wentWell, type RunFacts } from './fleet-summary.ts';
import { lockHome } from './home-lock.ts';
import { liveUntilIdle, liveUntilStopped } from './live.ts';
import type { QueueChoice } from './queue-choice.ts';
import { makeReleasers, type Releasers } from './releasers.ts';
import { decideQueue } from './servers.ts';
import { startFleet } from './start-fleet.ts';
import { makeStopRequest, type StopRequest } from './stop-request.ts';
import { isStop } from './trouble.ts';
import { watchStarter } from './watch-starter.ts';

/** How to run the fleet. */
export interface UpOptions {
  readonly untilIdle: boolean;
  /** In accounts of real people no workflow begins before somebody says so. */
  readonly pause: boolean;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly queue: QueueKind | undefined;
}

/** What `up` needs. */
export interface UpDeps {
  readonly env: Environment;
  readonly root: string;
  readonly terminal: Terminal;
  readonly contracts: readonly Contract[];
  readonly agents: readonly string[];
}

interface Run extends UpDeps {
  readonly options: UpOptions;
  readonly config: UpConfig;
  readonly queue: QueueChoice;
  readonly display: Display;
  readonly request: StopRequest;
  readonly releasers: Releasers;
  readonly startedAtMs: number;
}

const secondsSince = (startMs: number): number => Number(((performance.now() - startMs) / 1_000).toFixed(1));

/** From nothing to the end of the run; answers its facts when it was to end by itself. */
const live = async (run: Run): Promise<RunFacts> => {
  const { config, display, options } = run;
  const hasSandbox = !config.vendors.isReal;
  const hasOwnDatabase = config.database.url === undefined;
  showGround(display, { home: config.home, hasOwnDatabase, queue: run.queue, hasSandbox });
  const fleet = await startFleet(run);
  display.good(`everything is up after ${secondsSince(run.startedAtMs)} s`);
  const scene = { ...run, fleet };
  if (!options.untilIdle) return liveUntilStopped(scene);
  const { status } = await liveUntilIdle(scene);
  return {
    queue: run.queue.kind,
    processes: fleet.processes.pids(),
    status,
    failedBefore: fleet.failedBefore,
    seconds: secondsSince(run.startedAtMs),
  };
};

const tellStop = ({ display, config, request }: Run): void => {
  if (request.hard.aborted || !request.gentle.aborted) return;
  const seconds = config.runtime.drainMs / 1_000;
  display.line(
    `Stopping: running tasks finish, or are handed back after ${seconds} s. Ctrl-C again ends at once.`,
  );
};

interface End {
  /** Set when the run came to its end by itself. */
  readonly facts?: RunFacts;
  readonly isFailed: boolean;
}

const liveAndRelease = async (run: Run): Promise<End> => {
  const { display, request } = run;
  let end: End;
  const tell = (err: unknown): void => {
    const [first = '', ...rest] = describeError(err);
    display.bad(first);
    for (const line of rest) display.line(line);
  };
  try {
    end = { facts: await live(run), isFailed: false };
  } catch (err) {
    end = { isFailed: !isStop(err, request.gentle) };
    if (end.isFailed) tell(err);
  }
  tellStop(run);
  request.stop();
  try {
    await run.releasers.releaseAll();
  } catch (err) {
    tell(err);
    end = { ...end, isFailed: true };
  }
  return end;
};

const exitCodeOf = (run: Run, end: End): number => {
  if (end.isFailed || run.request.hard.aborted) return 1;
  if (!run.options.untilIdle) return 0;
  return end.facts !== undefined && wentWell(end.facts) ? 0 : 1;
};

const tellEnd = (run: Run, end: End): void => {
  const { display, options, terminal } = run;
  const facts = end.facts ?? {
    queue: run.queue.kind,
    processes: [],
    status: undefined,
    failedBefore: 0,
    seconds: secondsSince(run.startedAtMs),
  };
  if (run.request.hard.aborted)
    display.bad('Ended at once. What was running is tried again at the next start.');
  else display.good('Everything has stopped; the next start goes on from here.');
  if (options.untilIdle && options.json) terminal.json(toSummary(facts));
};

/** Runs the fleet until it is stopped, or idle where that is asked for; answers the exit code. */
export const runUp = async (options: UpOptions, deps: UpDeps): Promise<number> => {
  const startedAtMs = performance.now();
  const config = readUpConfig(deps.env);
  const queue = await decideQueue(config, options.queue);
  const releasers = makeReleasers();
  releasers.add(await lockHome(config.home));
  const request = makeStopRequest(process, () => performance.now());
  const display = makeDisplay(deps.terminal, options);
  void watchStarter(request.stop, request.gentle);
  const run = { ...deps, options, config, queue, display, request, releasers, startedAtMs };
  try {
    const end = await liveAndRelease(run);
    tellEnd(run, end);
    return exitCodeOf(run, end);
  } finally {
    request.dispose();
  }
};
