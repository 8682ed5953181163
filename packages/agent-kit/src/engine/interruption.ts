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

/** One switch for an attempt: thrown once, by whoever is first. */
export interface Interrupter {
  /** Made when first asked for: most small tasks never ask. */
  signal(): AbortSignal;
  interrupt(reason: Interruption): void;
  /** Settles as `work` does, or rejects with `Interrupted` as soon as that comes. */
  race<T>(work: Promise<T>): Promise<T>;
}

export const makeInterrupter = (): Interrupter => {
  let controller: AbortController | undefined;
  let why: Interrupted | undefined;
  let reject: ((reason: Interrupted) => void) | undefined;
  return {
    signal: () => {
      if (controller === undefined) {
        controller = new AbortController();
        if (why !== undefined) controller.abort(why);
      }
      return controller.signal;
    },
    interrupt: (reason) => {
      if (why !== undefined) return;
      why = new Interrupted(reason);
      controller?.abort(why);
      reject?.(why);
    },
    race: (work) =>
      new Promise((resolve, refuse) => {
        reject = refuse;
        // A handler that does not heed its signal ends by itself some time; nobody waits for it.
        work.then(resolve, refuse);
        if (why !== undefined) refuse(why);
      }),
  };
};
