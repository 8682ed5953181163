import type { Company } from '../company/start-company.ts';
import type { VendorFault } from '../company/sandbox.ts';

/** What goes wrong on the way. */
export interface Mischief {
  ofDay(day: number): Promise<void>;
  /** By kind, how often. */
  readonly done: ReadonlyMap<string, number>;
}

/** Nothing goes wrong. */
export const noMischief: Mischief = { ofDay: async () => undefined, done: new Map() };

/** The same numbers for the same seed (mulberry32, public domain). */
const makeRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

const VENDOR_FAULTS: readonly VendorFault[] = [
  { vendor: 'hubspot', path: '/crm/v3/objects/tasks/batch/upsert', kind: 'lostAfterCommit', times: 1 },
  { vendor: 'hubspot', path: '/crm/v3/objects', kind: 'reset', times: 2 },
  { vendor: 'stripe', path: '/v1/subscriptions', kind: 'lostAfterCommit', times: 1 },
  { vendor: 'stripe', path: '/v1/refunds', kind: 'lostAfterCommit', times: 1 },
  { vendor: 'stripe', path: '/v1/invoices', kind: 'html502', times: 2 },
  { vendor: 'notion', path: '/v1/pages', kind: 'lostAfterCommit', times: 1 },
  { vendor: 'notion', path: '/v1/pages', kind: 'truncate', times: 1 },
];

const SHARE_OF_KILLS = 0.5;
/** A process that stands still is not heard of; its lease is over before it goes on. */
const STOPPED_MS = 3_000;
const SPARED = new Set(['sandbox']);

/** Half of the days something goes wrong: a process is killed or stands still, or a vendor is in trouble. */
export const makeMischief = (company: Company, seed: number): Mischief => {
  const random = makeRandom(seed);
  const done = new Map<string, number>();
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  const note = (kind: string): void => void done.set(kind, (done.get(kind) ?? 0) + 1);
  const troubleProcess = async (): Promise<void> => {
    const victim = pick((await company.processes()).filter(({ name }) => !SPARED.has(name)));
    if (victim === undefined) return;
    const kills = random() < SHARE_OF_KILLS;
    note(`${kills ? 'kill' : 'stop'} ${victim.name.replace(/-.*/u, '')}`);
    process.kill(victim.pid, kills ? 'SIGKILL' : 'SIGSTOP');
    if (kills) return;
    setTimeout(() => {
      try {
        process.kill(victim.pid, 'SIGCONT');
      } catch {
        // It has ended meanwhile.
      }
    }, STOPPED_MS);
  };
  return {
    done,
    ofDay: async () => {
      const what = random();
      if (what < 0.25) await troubleProcess();
      else if (what < 0.5) {
        const fault = pick(VENDOR_FAULTS);
        if (fault === undefined) return;
        note(`${fault.vendor} ${fault.kind}`);
        await company.sandbox.addFault(fault);
      }
    },
  };
};
