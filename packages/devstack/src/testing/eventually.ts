import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition holds; fails when it does not come to. */
export const eventually = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  const deadline = performance.now() + 20_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come to be: ${what}.`);
    await sleep(25);
  }
};
