import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the cases of a contract make their own objects, and how they leave nothing behind. */
export interface Ground {
  /** Every name, address and key that a case makes begins with it. */
  readonly prefix: string;
  /** Another word at each call, with the prefix. */
  newName(): string;
  /** What is to be removed at the end, the newest first. */
  later(undo: () => Promise<unknown>): void;
  /** Asks until there is an answer: vendors find things by search some time after they were made. */
  eventually<T>(what: string, look: () => Promise<T | undefined>): Promise<T>;
}

/** A ground and its end. */
export interface OwnGround extends Ground {
  /** Removes what was made; rejects with every removal that failed. */
  clear(): Promise<void>;
}

const EVERY_MS = 1_000;

/** What is made anew for each run, so that two of them do not meet. */
export const makeGround = ({ withinMs }: { readonly withinMs: number }): OwnGround => {
  const prefix = `sherpa-contract-${randomBytes(4).toString('hex')}`;
  const undos: (() => Promise<unknown>)[] = [];
  let names = 0;
  return {
    prefix,
    newName: () => {
      names += 1;
      return `${prefix}-${names}`;
    },
    later: (undo) => void undos.push(undo),
    eventually: async (what, look) => {
      const deadlineMs = performance.now() + withinMs;
      for (;;) {
        const seen = await look();
        if (seen !== undefined) return seen;
        if (performance.now() > deadlineMs) throw new Error(`It did not come to be: ${what}.`);
        await sleep(EVERY_MS);
      }
    },
    clear: async () => {
      const failures: unknown[] = [];
      for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
        await undo().catch((thrown: unknown) => failures.push(thrown));
      }
      if (failures.length > 0) throw new AggregateError(failures, `Some of ${prefix} could not be removed.`);
    },
  };
};
