import type { AbsentObjects, PoisonObject } from '@sherpa/db';
import type { RunContext } from './run-context.ts';

/** What a task did of a run. */
export interface RunReport {
  readonly mode: 'full' | 'incremental' | 'audit';
  /** Objects read by the whole run so far. */
  readonly rows: number;
  /** Of the objects that this task read, those that were new, other or gone. */
  readonly changed: number;
  /** False if the next task goes on. */
  readonly complete: boolean;
  /** Where the vendor does not give this type of object to these credentials: what they lack. */
  readonly missingScopes: readonly string[] | undefined;
  /** True where there was nothing to do for it: nothing to audit yet. */
  readonly isLeft: boolean;
  readonly quarantined: readonly PoisonObject[];
  /** A listing that lacked so much that it proves nothing. */
  readonly doubted: AbsentObjects | undefined;
}

/** What a task has come to so far. */
export interface Tally {
  readonly pages: number;
  readonly rows: number;
  readonly changed: number;
  readonly quarantined: readonly PoisonObject[];
  readonly doubted: AbsentObjects | undefined;
}

/** It as a report. */
export const reportOf = (on: RunContext, tally: Tally, complete: boolean): RunReport => ({
  mode: on.run.mode === 'audit' || on.run.mode === 'incremental' ? on.run.mode : 'full',
  rows: tally.rows,
  changed: tally.changed,
  complete,
  missingScopes: undefined,
  isLeft: false,
  quarantined: tally.quarantined,
  doubted: tally.doubted,
});

/** Nothing yet. */
export const begin = ({ run }: RunContext): Tally => ({
  pages: run.pages,
  rows: run.rows,
  changed: 0,
  quarantined: [],
  doubted: undefined,
});

/** There was nothing to do. */
export const LEFT: RunReport = {
  mode: 'audit',
  rows: 0,
  changed: 0,
  complete: true,
  missingScopes: undefined,
  isLeft: true,
  quarantined: [],
  doubted: undefined,
};
