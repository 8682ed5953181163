import { IntegrationError } from '@sherpa/core';
import { bindStream, type BoundStream } from '../stream/bind-stream.ts';
import type { StreamDefinition, StreamPage, StreamRows } from '../stream/define-stream.ts';

/** An object of an invented vendor. */
export interface Thing {
  readonly id: string;
  readonly name: string;
  readonly modifiedMs: number;
}

/** An invented vendor that can be told to misbehave. */
export interface MemoryVendor {
  readonly things: Map<string, Thing>;
  /** What was asked for, in order. */
  readonly asked: StreamPage[];
  /** Looks at a page before it is served; throws in the vendor's stead. */
  onPage: (page: StreamPage, ids: readonly string[]) => Promise<void> | void;
  /** The same for objects that are asked for by id. */
  onGet: (ids: readonly string[]) => Promise<void> | void;
  put(id: string, name: string, modifiedMs?: number): void;
}

/** An id that sorts as its number does. */
export const idOf = (number: number): string => `t${String(number).padStart(6, '0')}`;

/** Makes a vendor with so many things. */
export const makeMemoryVendor = (count: number): MemoryVendor => {
  const things = new Map<string, Thing>();
  const put: MemoryVendor['put'] = (id, name, modifiedMs = Date.now()) =>
    void things.set(id, { id, name, modifiedMs });
  for (let number = 1; number <= count; number += 1) put(idOf(number), `thing ${number}`, 1_000);
  return { things, asked: [], onPage: () => undefined, onGet: () => undefined, put };
};

/** What a vendor says when it fails. */
export const vendorError = (
  code:
    | 'integration_bad_answer'
    | 'integration_rejected'
    | 'integration_unavailable'
    | 'integration_unauthorized',
  status: number,
): IntegrationError =>
  new IntegrationError('The vendor failed.', {
    code,
    retry: code === 'integration_unavailable' ? 'backoff' : 'never',
    details: { status },
  });

const serve = async (
  vendor: MemoryVendor,
  page: StreamPage,
  isWanted: (thing: Thing) => boolean,
): Promise<StreamRows<Thing>> => {
  vendor.asked.push(page);
  const all = [...vendor.things.values()]
    .filter(isWanted)
    .toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const from = all.filter(({ id }) => page.after === undefined || id > page.after);
  const rows = from.slice(0, page.limit);
  await vendor.onPage(
    page,
    rows.map(({ id }) => id),
  );
  return { rows, next: from.length > rows.length ? rows.at(-1)?.id : undefined };
};

/** The stream of its things, in pages of ten. */
export const thingsOf = (
  vendor: MemoryVendor,
  over: Partial<StreamDefinition<MemoryVendor, Thing>> = {},
): BoundStream =>
  bindStream<MemoryVendor, Thing>(
    {
      system: 'hubspot',
      name: 'things',
      objectType: 'thing',
      fingerprint: ['name'],
      pageSize: 10,
      list: (client, page) => serve(client, page, () => true),
      changes: {
        kind: 'modified',
        overlapMs: 1_000,
        list: (client, { since, ...page }) =>
          serve(client, page, ({ modifiedMs }) => modifiedMs >= since.getTime()),
      },
      get: async (client, ids) => {
        await client.onGet(ids);
        return new Map(
          ids.flatMap((id) => {
            const thing = client.things.get(id);
            return thing === undefined ? [] : [[id, thing] as const];
          }),
        );
      },
      factsOf: ({ id, modifiedMs }) => ({ id, version: modifiedMs }),
      scopes: ['things.read'],
      freshWithinMs: 60_000,
      ...over,
    },
    vendor,
  );
