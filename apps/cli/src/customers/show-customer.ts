import type { Customer, CustomerReview, Explanation } from '@sherpa/api';
import { z } from 'zod';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';
import { amountsText, fieldName, fieldText } from './field-text.ts';

const columns = [
  { title: 'ID' },
  { title: 'KIND' },
  { title: 'NAME', max: 30 },
  { title: 'E-MAIL', max: 36 },
  { title: 'STAGE' },
  { title: 'SUBSCRIPTION' },
  { title: 'A MONTH', align: 'right' },
  { title: 'OWED', align: 'right' },
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
      amountsText(customer.monthlyRevenue),
      amountsText(customer.receivable),
    ]),
  );

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

const LABEL_WIDTH = 20;

/** One customer in lines for a person, without what is empty. */
export const toCustomerLines = (customer: Customer): readonly string[] =>
  Object.entries(customer).flatMap(([name, value]) =>
    isEmpty(value)
      ? []
      : [`${fieldName(name).padEnd(LABEL_WIDTH)}${fieldText(name, value, customer.currency)}`],
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

const fieldLines = ({ fields, customer }: Explanation): readonly string[] =>
  fields.length === 0
    ? []
    : toTable(
        fieldColumns,
        fields.map((field) => [
          fieldName(field.field),
          fieldText(field.field, field.value, customer.currency),
          sourceOf(field),
          field.at?.slice(0, 'YYYY-MM-DD'.length) ?? '-',
          field.rule,
        ]),
      );

/** What somebody said who tied or parted two. */
const saidSchema = z.object({ reason: z.string().nullish() }).catch({});

const edgeLine = ({ a, b, kind, strength, createdBy, evidence }: Explanation['edges'][number]): string => {
  const by = createdBy === 'source' ? '' : `, by ${createdBy}`;
  const { reason } = saidSchema.parse(evidence);
  const why = typeof reason === 'string' ? `: ${reason}` : '';
  return plain(`  ${a}  ${kind} (${strength}${by}${why})  ${b}`);
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
