import path from 'node:path';
import type { Contract } from '@sherpa/core';
import type { UpConfig } from '../config.ts';
import { stateFileOf } from '../state/fleet-state.ts';
import { counted } from '../output/counted.ts';
import type { Terminal } from '../output/terminal.ts';
import { shortPath, showPlaces } from './banner.ts';
import type { Display } from './display.ts';
import { makeIdleJudge, makeRestJudge, type Judge } from './idle-judge.ts';
import type { QueueChoice } from './queue-choice.ts';
import { makeProgressView } from './show-progress.ts';
import type { Fleet } from './start-fleet.ts';
import { watchFleet, type Snapshot } from './watch-fleet.ts';

/** A fleet at work and what is shown of it. */
export interface Scene {
  readonly fleet: Fleet;
  readonly config: UpConfig;
  readonly contracts: readonly Contract[];
  readonly display: Display;
  readonly terminal: Terminal;
  readonly options: { readonly json: boolean };
  readonly queue: QueueChoice;
}

const LOOK_EVERY_MS = 500;

const watchWith = async ({ fleet, display }: Scene, isOver: Judge): Promise<Snapshot> => {
  const watching = new AbortController();
  try {
    const watched = watchFleet({
      client: fleet.client,
      everyMs: LOOK_EVERY_MS,
      signal: watching.signal,
      show: makeProgressView(display, () => performance.now()),
      isOver,
    });
    return (await fleet.trouble.before(watched)) ?? (await fleet.trouble.comes);
  } finally {
    watching.abort();
    display.endProgress();
  }
};

const tellWork = ({ display, fleet }: Scene, { status }: Snapshot, what: string): void => {
  const { tasks, messages, customers } = status;
  const counts = [
    counted(tasks.completed ?? 0, 'task'),
    counted(messages.processed ?? 0, 'message'),
    counted(customers, 'customer'),
  ].join(', ');
  const failed = (tasks.failed ?? 0) - fleet.failedBefore;
  const waiting = tasks.pending ?? 0;
  display.good(
    `${what}: ${counts}${waiting === 0 ? '' : `; ${counted(waiting, 'task waits for its', 'tasks wait for their')} time`}`,
  );
  if (failed > 0) display.bad(`${failed} failed; npx pnpm sherpa tasks list --status failed`);
};

/** Watches until nothing is left to do. */
export const liveUntilIdle = async (scene: Scene): Promise<Snapshot> => {
  const snapshot = await watchWith(scene, makeIdleJudge());
  tellWork(scene, snapshot, 'nothing is left to do');
  return snapshot;
};

const tellReady = ({ terminal, fleet, queue, config }: Scene): void =>
  terminal.json({
    ready: true,
    url: fleet.gatewayUrl,
    sandboxUrl: fleet.sandboxUrl ?? null,
    queue: queue.kind,
    processes: fleet.processes.pids(),
    stateFile: stateFileOf(config.home),
  });

/** Says where to look, shows the first work, then waits quietly for the end, which is always a rejection. */
export const liveUntilStopped = async (scene: Scene): Promise<never> => {
  const { fleet, display, config, contracts } = scene;
  const here = process.cwd();
  const keyFile = shortPath(path.join(config.home, 'api-key'), here);
  showPlaces(
    display,
    {
      gatewayUrl: fleet.gatewayUrl,
      sandboxUrl: fleet.sandboxUrl,
      logsDir: shortPath(fleet.logsDir, here),
      keyPlace: config.address.apiKey === undefined ? `in ${keyFile}` : 'SHERPA_API_KEY',
    },
    contracts,
  );
  if (scene.options.json) tellReady(scene);
  const snapshot = await watchWith(scene, makeRestJudge());
  tellWork(scene, snapshot, 'the first work is done');
  display.line('The fleet goes on by itself. Ctrl-C stops it.');
  return fleet.trouble.comes;
};
