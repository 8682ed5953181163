import { sql } from 'kysely';
import type { Db } from '../../schema/index.ts';
import type { Review } from './review.ts';

/** A customer that a review is about, and which of the objects concerned it has. */
export interface ReviewSide {
  readonly customerId: string;
  readonly kind: 'person' | 'account';
  readonly name: string | null;
  readonly email: string | null;
  readonly objects: readonly string[];
}

export interface ReviewWithSides extends Review {
  readonly sides: readonly ReviewSide[];
}

/** The reviews with the customers that their objects belong to, by one question for all of them. */
export const withSides = async (tx: Db, reviews: readonly Review[]): Promise<ReviewWithSides[]> => {
  const nodes = [...new Set(reviews.flatMap(({ subjects }) => subjects))];
  if (nodes.length === 0) return reviews.map((review) => ({ ...review, sides: [] }));
  const { rows } = await sql<Omit<ReviewSide, 'objects'> & { readonly node: string }>`
    select s.node, c.id as "customerId", c.kind, c.name, c.email from customer_sources s
    join customer_cache c on c.id = coalesce(s.person_id, s.account_id)
    where s.tenant_id = current_tenant() and s.node = any(${nodes}::text[]) order by s.node`.execute(tx);
  const byNode = new Map(rows.map((row) => [row.node, row]));
  return reviews.map((review) => {
    const theirs = review.subjects.flatMap((node) => byNode.get(node) ?? []);
    const sides = [...Map.groupBy(theirs, ({ customerId }) => customerId).values()].flatMap((some) => {
      const [first] = some;
      if (first === undefined) return [];
      const { node: _node, ...side } = first;
      return [{ ...side, objects: some.map(({ node }) => node) }];
    });
    return { ...review, sides };
  });
};
