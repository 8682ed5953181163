import type { Customer, CustomerReview, Explanation, HistoryEntry } from '@sherpa/api';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'ID' },
  { title: 'KIND' },
  { title: 'NAME', max: 30 },
  { title: 'E-MAIL', max: 36 },
  { title: 'STAGE' },
  { title: 'SUBSCRIPTION' },
] as const;

/** Customers as an aligned table. */
export const toCustomerTable = (customers: readonly Customer[]): readonly string[] =>
  toTable(
    columns,
    customers.map((customer) => [
      customer.id,
      customer.kind,
      customer.name ?? '-',
      customer.email ?? '-',
      customer.lifecycleStage ?? '-',
      customer.subscriptionStatus ?? '-',
    ]),
  );

const textOf = (value: unknown): string =>
  plain(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const LABEL_WIDTH = 20;

/** One customer in lines for a person, without what is empty. */
export const toCustomerLines = (customer: Customer): readonly string[] =>
  Object.entries(customer).flatMap(([name, value]) =>
    isEmpty(value) ? [] : [`${name.padEnd(LABEL_WIDTH)}${textOf(value)}`],
  );

const titled = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...lines];

const fieldColumns = [
  { title: 'FIELD' },
  { title: 'VALUE', max: 36 },
  { title: 'SOURCE' },
  { title: 'AT' },
  { title: 'RULE' },
] as const;

const sourceOf = (field: Explanation['fields'][number]): string =>
  [field.system, field.objectType, field.externalId].filter((part) => part !== null).join(':');

const fieldLines = ({ fields }: Explanation): readonly string[] =>
  fields.length === 0
    ? []
    : toTable(
        fieldColumns,
        fields.map((field) => [
          field.field,
          textOf(field.value),
          sourceOf(field),
          field.at?.slice(0, 'YYYY-MM-DD'.length) ?? '-',
          field.rule,
        ]),
      );

const edgeLine = ({ a, b, kind, strength, createdBy, evidence }: Explanation['edges'][number]): string => {
  const by = createdBy === 'source' ? '' : `, by ${createdBy}`;
  const why = evidence === null ? '' : ` ${JSON.stringify(evidence)}`;
  return plain(`  ${a}  ${kind} (${strength}${by})  ${b}${why}`);
};

const objectLine = ({ node, deleted, mergedInto }: Explanation['objects'][number]): string => {
  if (mergedInto !== null) return plain(`  ${node}  merged into ${mergedInto}`);
  return plain(`  ${node}${deleted ? '  deleted' : ''}`);
};

/** What a review asks, in one line. */
const reviewLine = ({ id, kind, reason, a, b, subjects }: CustomerReview): string =>
  plain(`  ${id}  ${kind}: ${reason}, ${b === '' ? a : `${a} and ${b}`} (${subjects.join(', ')})`);

/** A customer with the reason for all of it, in lines for a person. */
export const toExplanationLines = (explained: Explanation): readonly string[] => [
  ...toCustomerLines(explained.customer),
  ...(explained.accountId === null ? [] : [`${'accountId'.padEnd(LABEL_WIDTH)}${explained.accountId}`]),
  ...titled('fields', fieldLines(explained)),
  ...titled(
    'other systems say otherwise',
    explained.drift.map(({ field, system, objectType, externalId, value }) =>
      plain(`  ${field}: ${value} (${system}:${objectType}:${externalId})`),
    ),
  ),
  ...titled('objects', explained.objects.map(objectLine)),
  ...titled('ties', explained.edges.map(edgeLine)),
  ...titled('open reviews', explained.reviews.map(reviewLine)),
];

const reviewColumns = [
  { title: 'ID' },
  { title: 'KIND' },
  { title: 'STATUS' },
  { title: 'REASON' },
  { title: 'OBJECTS', max: 70 },
] as const;

/** Reviews as an aligned table. */
export const toReviewTable = (reviews: readonly CustomerReview[]): readonly string[] =>
  toTable(
    reviewColumns,
    reviews.map(({ id, kind, status, reason, subjects }) => [id, kind, status, reason, subjects.join(', ')]),
  );

const historyColumns = [
  { title: 'ID' },
  { title: 'AT' },
  { title: 'WHAT' },
  { title: 'DETAIL', max: 80 },
  { title: 'CAUSE', max: 60 },
] as const;

const detailOf = ({ kind, changes, otherId, objects, undone }: HistoryEntry): string => {
  if (kind !== 'changed') return `${otherId ?? ''} (${objects.join(', ')})${undone ? ', undone' : ''}`;
  return Array.isArray(changes) ? changes.map((change) => changeText(change)).join('; ') : '';
};

const changeText = (change: unknown): string => {
  if (typeof change !== 'object' || change === null || !('field' in change)) return '';
  const [from, to] = ['from' in change ? change.from : null, 'to' in change ? change.to : null];
  return `${String(change.field)}: ${textOf(from)} → ${textOf(to)}`;
};

/** What happened to a customer, as an aligned table. */
export const toHistoryTable = (entries: readonly HistoryEntry[]): readonly string[] =>
  toTable(
    historyColumns,
    entries.map((entry) => [entry.id, entry.at, entry.kind, detailOf(entry), textOf(entry.cause)]),
  );
