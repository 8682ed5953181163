import type { Task } from '@sherpa/db';
import type { StepLedger } from './step-ledger.ts';

/** What the steps and effects of one attempt need of it. */
export interface StepDeps {
  readonly task: Pick<Task, 'id' | 'attempt' | 'workerId'>;
  readonly ledger: StepLedger;
  readonly signal: AbortSignal;
  /** Sees to it that the ledger knows this attempt as the holder; asked before the first write. */
  hold(): Promise<void>;
  /** The task has got further: something is remembered that was not before. */
  advanced(): Promise<void>;
  /** Ends the attempt, which no longer holds its task. */
  lose(): void;
}
