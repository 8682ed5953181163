import { applyCustomerSources, listReviews, type Database } from '@sherpa/db';
import type pg from 'pg';
import { monotonicMs } from '../monotonic.ts';
import { matchQuality, type MatchQuality } from './match-quality.ts';
import { makePeople, makeRandom, type KnownObject } from './people.ts';

const PAGE = 100;
const MOST_REVIEWS = 100_000;

export interface MatchingFigures {
  readonly objects: number;
  readonly objectsPerSecond: number;
  /** What is joined without asking. */
  readonly automatic: MatchQuality;
  /** Had people said yes to each suggestion that is right, and no to the others. */
  readonly withReview: MatchQuality;
  readonly reviews: Readonly<Record<string, number>>;
}

export interface MatchingDeps {
  readonly db: Database;
  /** The same database, for what only a measurement asks. */
  readonly client: pg.Client;
  readonly tenantId: string;
  readonly people: number;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const shuffled = (objects: readonly KnownObject[], random: () => number): KnownObject[] =>
  objects
    .map((object) => ({ object, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ object }) => object);

const takeIn = async (
  { db, tenantId, signal }: MatchingDeps,
  objects: readonly KnownObject[],
): Promise<number> => {
  const started = monotonicMs();
  for (let from = 0; from < objects.length; from += PAGE) {
    signal.throwIfAborted();
    const page = objects.slice(from, from + PAGE).map(({ source }) => source);
    await db.withTenant(tenantId, (tx) => applyCustomerSources(tx, tenantId, page));
  }
  return (objects.length / (monotonicMs() - started)) * 1_000;
};

const foundIn = async ({ client, tenantId }: MatchingDeps): Promise<Map<string, string>> => {
  const { rows } = await client.query<{ node: string; customer: string }>(
    // Payers of which only the company is known share that, and are nobody.
    'select node, person_id::text as customer from customer_sources where tenant_id = $1 and person_id is not null',
    [tenantId],
  );
  return new Map(rows.map(({ node, customer }) => [node, customer]));
};

/** The grouping that is left when people have joined what is suggested and true. */
const reviewed = (
  found: ReadonlyMap<string, string>,
  truth: ReadonlyMap<string, number>,
  suggested: readonly (readonly string[])[],
): Map<string, string> => {
  const names = new Map(found);
  for (const subjects of suggested) {
    for (const group of Map.groupBy(subjects, (node) => truth.get(node)).values()) {
      const [first, ...rest] = group.map((node) => names.get(node) ?? node);
      for (const [node, name] of names)
        if (first !== undefined && rest.includes(name)) names.set(node, first);
    }
  }
  return names;
};

/** Takes people in whose truth is known, in a random order, and counts which objects came together. */
export const measureMatching = async (deps: MatchingDeps): Promise<MatchingFigures> => {
  const people = makePeople(deps.people, deps.seed);
  const objectsPerSecond = await takeIn(deps, shuffled(people, makeRandom(deps.seed + 1)));
  const truth = new Map(people.map((object) => [object.source.keys[0] ?? '', object.truth]));
  const found = await foundIn(deps);
  const reviews = await deps.db.withTenant(deps.tenantId, (tx) =>
    listReviews(tx, { status: 'open', limit: MOST_REVIEWS }),
  );
  const suggested = reviews.filter(({ kind }) => kind === 'suggestion').map(({ subjects }) => subjects);
  return {
    objects: people.length,
    objectsPerSecond,
    automatic: matchQuality(found, truth),
    withReview: matchQuality(reviewed(found, truth, suggested), truth),
    reviews: Object.fromEntries(
      [...Map.groupBy(reviews, ({ kind }) => kind)].map(([kind, some]) => [kind, some.length]),
    ),
  };
};
