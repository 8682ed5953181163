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

/** One switch for an attempt: thrown once, by whoever is first. What nobody has asked for is not made. */
export class Interrupter {
  private controller: AbortController | undefined;
  private reason: Interruption | undefined;
  private refuse: ((reason: Interrupted) => void) | undefined;

  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.reason !== undefined) this.controller.abort(new Interrupted(this.reason));
    }
    return this.controller.signal;
  }

  interrupt(reason: Interruption): void {
    if (this.reason !== undefined) return;
    this.reason = reason;
    if (this.controller === undefined && (reason === 'over' || this.refuse === undefined)) return;
    const why = new Interrupted(reason);
    this.controller?.abort(why);
    this.refuse?.(why);
  }

  /** Settles as `work` does, or rejects with `Interrupted` as soon as that comes. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise((resolve, refuse) => {
      this.refuse = refuse;
      // A handler that does not heed its signal ends by itself some time; nobody waits for it.
      work.then(resolve, refuse);
      if (this.reason !== undefined) refuse(new Interrupted(this.reason));
    });
  }
}
