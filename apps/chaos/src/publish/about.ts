import { availableParallelism } from 'node:os';
import type { Versions } from '../ground/ground.ts';

/** When and on what a run was made, without a word on whose machine it is. */
export interface About {
  /** The day, as `2026-08-01`. */
  readonly date: string;
  readonly machine: string;
}

/** The machine in words: what a figure depends on. */
export const describeMachine = (cores: number, node: string, { postgres, redis }: Versions): string =>
  [
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `Node ${node}`,
    `PostgreSQL ${postgres}`,
    ...(redis === null ? [] : [`Redis ${redis}`]),
  ].join(', ');

/** What is told beside the figures of a run that ends now, here. */
export const readAbout = (versions: Versions, now: Date): About => ({
  date: now.toISOString().slice(0, 10),
  machine: describeMachine(availableParallelism(), process.versions.node, versions),
});
