import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ground } from './ground.ts';

/** One thing that a vendor has to do as our client takes it to. */
export interface ContractCase<T> {
  readonly name: string;
  /** Why it cannot be tried on a real account. */
  readonly sandboxOnly?: string;
  readonly run: (account: T) => Promise<void>;
}

/** An account to try a contract on. */
export interface Opened<T> {
  readonly account: T & Ground;
  close(): Promise<void>;
}

/** How a contract is tried. */
export interface ContractRun<T> {
  /** Undefined where there is no account: then nothing is tried, and the title says so. */
  readonly open: (() => Promise<Opened<T>>) | undefined;
  readonly isReal: boolean;
  readonly timeoutMs: number;
}

/** Tries every case on one account, one after the other. */
export const describeContract = <T>(
  name: string,
  cases: readonly ContractCase<T & Ground>[],
  { open, isReal, timeoutMs: timeout }: ContractRun<T>,
): void => {
  const title = open === undefined ? `${name} (NOT TESTED: there is no key)` : name;
  describe.skipIf(open === undefined)(title, { timeout }, () => {
    let opened: Opened<T> | undefined;
    beforeAll(async () => {
      opened = await open?.();
    }, timeout);
    afterAll(() => opened?.close(), timeout);

    it.for(cases)('$name', async ({ run, sandboxOnly }, { skip }) => {
      skip(isReal && sandboxOnly !== undefined, `not on a real account: ${sandboxOnly ?? ''}`);
      if (opened === undefined) throw new Error('There is no account.');
      await expect(run(opened.account)).resolves.toBeUndefined();
    });
  });
};
