import type { StripeAccount } from '../account.ts';
import { invalid } from '../errors.ts';
import { expanded } from '../expand.ts';
import type { StripeCustomer } from '../records/customer.ts';
import { renderCustomer } from '../render.ts';
import { parseQuery, type Clause, type SearchQuery } from './parse-query.ts';

const TEXT_FIELDS: ReadonlySet<string> = new Set(['email', 'name', 'phone', 'metadata']);

const textOf = (customer: StripeCustomer, { field, key }: Clause): string | null => {
  if (field === 'metadata') return customer.metadata[key ?? ''] ?? null;
  if (field === 'email') return customer.email;
  return field === 'name' ? customer.name : customer.phone;
};

/** Text is compared whatever its case. */
const isText = (text: string | null, { operator, value }: Clause): boolean => {
  if (text === null) return false;
  const [left, right] = [text.toLowerCase(), value.toLowerCase()];
  return operator === '~' ? left.includes(right) : left === right;
};

const isCreated = (created: number, { operator, value }: Clause): boolean => {
  const than = Number(value);
  switch (operator) {
    case '>':
      return created > than;
    case '<':
      return created < than;
    case '>=':
      return created >= than;
    case '<=':
      return created <= than;
    case ':':
    case '~':
      return created === than;
  }
};

const isMatch = (customer: StripeCustomer, clause: Clause): boolean => {
  const isFound =
    clause.field === 'created'
      ? isCreated(customer.created, clause)
      : isText(textOf(customer, clause), clause);
  return isFound !== clause.isNegated;
};

const check = ({ clauses }: SearchQuery): void => {
  const unknown = clauses.find(({ field }) => field !== 'created' && !TEXT_FIELDS.has(field));
  if (unknown !== undefined) {
    throw invalid(`Field \`${unknown.field}\` is an unsupported search field.`, undefined, 'query');
  }
};

export interface SearchParams {
  readonly query: string;
  readonly limit: number;
  readonly page?: string | undefined;
  readonly expand: readonly string[];
}

/** A page of what the index knows, newest first; what was just written is not yet, or still otherwise, in it. */
export const searchCustomers = (account: StripeAccount, params: SearchParams): unknown => {
  const query = parseQuery(params.query);
  check(query);
  const found = account.customers.items.toReversed().filter((customer) => {
    const seen = account.searchIndex.seen(customer);
    if (seen === undefined || seen.isDeleted || seen.testClock !== null) return false;
    return query.joinedBy === 'AND'
      ? query.clauses.every((clause) => isMatch(seen, clause))
      : query.clauses.some((clause) => isMatch(seen, clause));
  });
  const start = params.page === undefined ? 0 : Number(params.page);
  const data = found.slice(start, start + params.limit).map((customer) => renderCustomer(account, customer));
  const hasMore = start + params.limit < found.length;
  const page = {
    object: 'search_result',
    data,
    has_more: hasMore,
    next_page: hasMore ? String(start + params.limit) : null,
    url: '/v1/customers/search',
  };
  return expanded(account, page, params.expand);
};
