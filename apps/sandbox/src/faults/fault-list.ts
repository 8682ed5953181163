import type { Vendor } from '../http/route.ts';
import type { Fault } from './fault.ts';
import { isPathMatch } from './path-match.ts';

export interface FaultInPlace extends Fault {
  readonly id: number;
  readonly hits: number;
}

/** The faults that wait for their request. */
export interface FaultList {
  add(fault: Fault): FaultInPlace;
  clear(): void;
  list(): readonly FaultInPlace[];
  /** The first fault meant for this request, counted as used. */
  take(request: { vendor: Vendor; method: string; path: string }): Fault | undefined;
}

const isMeant = (fault: Fault, request: { vendor: Vendor; method: string; path: string }): boolean =>
  fault.vendor === request.vendor &&
  (fault.method === undefined || fault.method.toUpperCase() === request.method) &&
  isPathMatch(fault.path, request.path);

export const makeFaultList = (): FaultList => {
  let lastId = 0;
  const entries = new Map<number, { fault: Fault; seen: number; hits: number }>();
  return {
    add: (fault) => {
      lastId += 1;
      entries.set(lastId, { fault, seen: 0, hits: 0 });
      return { ...fault, id: lastId, hits: 0 };
    },
    clear: () => entries.clear(),
    list: () => [...entries].map(([id, { fault, hits }]) => ({ ...fault, id, hits })),
    take: (request) => {
      for (const [id, entry] of entries) {
        if (!isMeant(entry.fault, request)) continue;
        entry.seen += 1;
        if (entry.seen <= entry.fault.skip) continue;
        entry.hits += 1;
        if (entry.hits === entry.fault.times) entries.delete(id);
        return entry.fault;
      }
      return undefined;
    },
  };
};
