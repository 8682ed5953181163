import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, Redrive } from '@sherpa/api';
import { makeLiveRegion } from '../output/live-region.ts';
import type { Terminal } from '../output/terminal.ts';
import { describeProgressOf } from './describe-redrive.ts';

const LOOK_MS = 1_000;

/** Shows how a redrive goes until it has ended; answers with it as it ended. */
export const followRedrive = async (client: Client, begun: Redrive, terminal: Terminal): Promise<Redrive> => {
  const region = makeLiveRegion(terminal);
  let redrive = begun;
  let told = '';
  while (redrive.status === 'running') {
    const line = describeProgressOf(redrive);
    if (terminal.isLive) region.show([line]);
    else if (line !== told) terminal.line(line);
    told = line;
    await sleep(LOOK_MS);
    redrive = await client.redrives.show(redrive.id);
  }
  if (terminal.isLive) region.show([]);
  terminal.line(describeProgressOf(redrive));
  return redrive;
};
