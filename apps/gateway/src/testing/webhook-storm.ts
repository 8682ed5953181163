import { vendors, type Vendor } from '@sherpa/core';
import { toBody, type EventFacts } from './vendor-events.ts';

/** A delivery of the storm, and what is to come of it. */
export interface StormDelivery {
  readonly vendor: Vendor;
  readonly body: string;
  readonly how: 'genuine' | 'forged' | 'stale' | 'malformed';
}

/** A storm, and what the inbox has to hold afterwards. */
export interface Storm {
  readonly deliveries: readonly StormDelivery[];
  readonly received: Readonly<Record<Vendor, number>>;
  readonly echoes: Readonly<Record<Vendor, number>>;
  /** Refused deliveries as `vendor reason`. */
  readonly refused: ReadonlyMap<string, number>;
}

const OBJECTS = 200;
const MOST_EVENTS = 10;
const A_YEAR_MS = 365 * 86_400_000;

/** Numbers that are the same in every run, from 0 to below `below`. */
const makeRandom = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
};

const countByVendor = (keys: Iterable<Vendor>): Record<Vendor, number> => {
  const counts = { hubspot: 0, stripe: 0, notion: 0 };
  for (const vendor of keys) counts[vendor] += 1;
  return counts;
};

/** Genuine deliveries, in any order and some of them twice, among others that are to be refused. */
export const makeStorm = (size: number, seed: number, at: Date): Storm => {
  const random = makeRandom(seed);
  const sent: { readonly vendor: Vendor; readonly body: string }[] = [];
  const received: Vendor[] = [];
  const echoes: Vendor[] = [];
  const refused = new Map<string, number>();
  const refuse = (vendor: Vendor, reason: string): void => {
    refused.set(`${vendor} ${reason}`, (refused.get(`${vendor} ${reason}`) ?? 0) + 1);
  };
  let n = 0;
  const makeEvent = (vendor: Vendor): EventFacts => {
    n += 1;
    const isEcho = random(20) === 0;
    (isEcho ? echoes : received).push(vendor);
    return { n, objectId: String(1 + random(OBJECTS)), isEcho, at };
  };
  const deliveries = Array.from({ length: size }, (_, index): StormDelivery => {
    const vendor = vendors[index % vendors.length] ?? 'hubspot';
    const kind = random(20);
    if (kind === 0) {
      refuse(vendor, 'forged');
      return { vendor, body: toBody(vendor, [{ n: -index, objectId: '1', at }]), how: 'forged' };
    }
    if (kind === 1) {
      refuse(vendor, 'stale');
      const old = new Date(at.getTime() - A_YEAR_MS);
      return { vendor, body: toBody(vendor, [{ n: -index, objectId: '1', at: old }]), how: 'stale' };
    }
    if (kind === 2) {
      refuse(vendor, 'malformed');
      return { vendor, body: '{"half":', how: 'malformed' };
    }
    const again = kind < 7 ? sent[random(sent.length)] : undefined;
    if (again !== undefined) return { ...again, how: 'genuine' };
    const events = Array.from({ length: vendor === 'hubspot' ? 1 + random(MOST_EVENTS) : 1 }, () =>
      makeEvent(vendor),
    );
    const one = { vendor, body: toBody(vendor, events) };
    sent.push(one);
    return { ...one, how: 'genuine' };
  });
  for (let last = deliveries.length - 1; last > 0; last -= 1) {
    const other = random(last + 1);
    const [one, two] = [deliveries[last], deliveries[other]];
    if (one !== undefined && two !== undefined) [deliveries[last], deliveries[other]] = [two, one];
  }
  return { deliveries, received: countByVendor(received), echoes: countByVendor(echoes), refused };
};
