import type { NewWait } from '@sherpa/db';
import { Parked } from '../waits/parked.ts';

/** Why an attempt was ended from outside; `over` marks one that ended by itself. */
export type Interruption = 'cancelled' | 'timeout' | 'lease-lost' | 'drain' | 'over';

/** The reason an attempt's signal carries. Not an `AppError`: it never leaves the engine. */
export class Interrupted extends Error {
  readonly reason: Interruption;

  constructor(reason: Interruption) {
    super(`Interrupted: ${reason}.`);
    this.name = 'Interrupted';
    this.reason = reason;
  }
}

type Why = Interruption | Parked;

const toThrown = (why: Why): Interrupted | Parked => (why instanceof Parked ? why : new Interrupted(why));

/** One switch for an attempt: thrown once, by whoever is first. What nobody has asked for is not made. */
export class Interrupter {
  private controller: AbortController | undefined;
  private why: Why | undefined;
  private refuse: ((reason: Interrupted | Parked) => void) | undefined;

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.why !== undefined) this.controller.abort(toThrown(this.why));
    }
    return this.controller.signal;
  }

  interrupt(reason: Interruption): void {
    if (this.why === undefined) this.end(reason);
  }

  /** Ends the attempt because its task waits, unless it has ended already; throws, so that the handler ends too. */
  park(wait: NewWait): never {
    const why = this.why ?? new Parked(wait);
    if (this.why === undefined) this.end(why);
    throw toThrown(why);
  }

  /** Settles as `work` does, or rejects with `Interrupted` or `Parked` as soon as that comes. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, refuse) => {
      this.refuse = refuse;
      // A handler that does not heed its signal ends by itself some time; nobody waits for it. It may be
      // plain JavaScript, and have given its result instead of a promise.
      Promise.resolve(work).then(resolve, refuse);
      if (this.why !== undefined) refuse(toThrown(this.why));
    });
  }

  private end(why: Why): void {
    this.why = why;
    if (this.controller === undefined && (why === 'over' || this.refuse === undefined)) return;
    const thrown = toThrown(why);
    this.controller?.abort(thrown);
    this.refuse?.(thrown);
  }
}
