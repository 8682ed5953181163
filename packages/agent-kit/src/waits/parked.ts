import type { NewWait } from '@sherpa/db';

/** Ends an attempt whose task now waits. Not an `AppError`: nothing went wrong, and it never leaves the engine. */
export class Parked extends Error {
  readonly wait: NewWait;

  constructor(wait: NewWait) {
    super('The task waits.');
    this.name = 'Parked';
    this.wait = wait;
  }
}
