import type { MovableClock } from '../clock.ts';
import type { Answer } from '../http/reply.ts';
import type { Route, Vendor, VendorRequest } from '../http/route.ts';
import type { Journey } from '../life/journey.ts';
import type { JournalEntry, WriteEntry } from './entry.ts';

type Owner = Vendor | 'sandbox';

/** How a request gets to its route: written down first, where it changes something. */
export type Work = (route: Route, request: VendorRequest) => Answer | Promise<Answer>;

/** Without a journal. */
export const plainWork: Work = (route, request) => route.handle(request);

/** Told of a write that was done once more, with what it answered. */
export type OnRedone = (request: VendorRequest, answer: Answer) => void;

export interface Journal {
  /** Takes the routes of one owner in; what goes to them goes through here. */
  workOf(owner: Owner, routes: readonly Route[], onRedone?: OnRedone): Work;
  /** Notion's templates are about to be written, because somebody asks. */
  templates(write: () => void): void;
  /** The sandbox starts, with people or without. */
  start(people: boolean): void;
  /** Something in the world changed. */
  touch(): void;
  beginJourney(journey: Journey): void;
  endStep(): void;
  endJourney(): void;
  /** The route of an entry, where there still is one. */
  find(entry: WriteEntry): { readonly route: Route; readonly onRedone: OnRedone } | undefined;
}

export interface JournalDeps {
  readonly clock: MovableClock;
  append(entry: JournalEntry): void;
}

const HEADERS = ['idempotency-key', 'notion-version', 'stripe-version'];

/** POSTs that only read. */
const READS = /\/(?:search|query|batch\/read)$/u;

/** What is set anew at each start: who is told, what goes wrong, who may come in; the clock writes its own entries. */
const NOT_KEPT = new Set([
  '/_sandbox/books',
  '/_sandbox/clock',
  '/_sandbox/faults',
  '/_sandbox/hubspot/access',
  '/_sandbox/webhooks',
]);

const isWrite = ({ method, path }: Route): boolean =>
  method !== 'get' && !READS.test(path) && !NOT_KEPT.has(path);

const nameOf = ({ method, path }: Route): string => `${method} ${path}`;

const toKept = (request: VendorRequest): WriteEntry['request'] => {
  const { header, ...rest } = request;
  const headers = HEADERS.flatMap((name) => {
    const value = header(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...rest, query: rest.query, body: rest.body, headers: Object.fromEntries(headers) };
};

export const makeJournal = ({ clock, append }: JournalDeps): Journal => {
  const known = new Map<string, { readonly route: Route; readonly onRedone: OnRedone }>();
  let journey: { readonly told: Journey; steps: number; isWritten: boolean } | null = null;
  /** A stretch in which nothing happened: the next one like it takes its place. */
  let idle: Journey | null = null;
  const put = (entry: JournalEntry): void => {
    if (idle !== null) append({ kind: 'journey', ...idle });
    idle = null;
    append(entry);
  };
  const touch = (): void => {
    if (journey === null || journey.isWritten) return;
    journey.isWritten = true;
    put({ kind: 'journey', ...journey.told });
  };
  /** Where a change stands that comes from outside. */
  const place = () => {
    touch();
    return { atMs: clock.nowMs(), ...(journey === null ? {} : { step: journey.steps }) };
  };
  return {
    workOf: (owner, routes, onRedone = () => undefined) => {
      for (const route of routes) known.set(`${owner} ${nameOf(route)}`, { route, onRedone });
      return (route, request) => {
        if (!isWrite(route)) return route.handle(request);
        const placed = place();
        put({ kind: 'write', ...placed, owner, route: nameOf(route), request: toKept(request) });
        return clock.at(placed.atMs, () => route.handle(request));
      };
    },
    templates: (write) => {
      const placed = place();
      put({ kind: 'templates', ...placed });
      clock.at(placed.atMs, write);
    },
    start: (people) => put({ kind: 'start', atMs: clock.nowMs(), people }),
    touch,
    beginJourney: (told) => {
      journey = { told, steps: 0, isWritten: false };
      if (told.movedMs > 0) touch();
    },
    endStep: () => {
      if (journey !== null) journey.steps += 1;
    },
    endJourney: () => {
      if (journey !== null && !journey.isWritten) idle = journey.told;
      journey = null;
    },
    find: ({ owner, route }) => known.get(`${owner} ${route}`),
  };
};
