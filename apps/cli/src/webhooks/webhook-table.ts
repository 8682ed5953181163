import type { Webhook, WebhookCounts, WebhookDetails } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'ID' },
  { title: 'VENDOR' },
  { title: 'EVENT' },
  { title: 'OBJECT', max: 60 },
  { title: 'CAME' },
  { title: 'STATUS' },
  { title: 'TASK' },
] as const;

const objectOf = ({ object }: Webhook): string => (object === null ? '-' : `${object.type} ${object.id}`);

const statusOf = ({ status, reason }: Webhook): string => (reason === null ? status : `${status}: ${reason}`);

/** Events as an aligned table. */
export const toWebhookTable = (webhooks: readonly Webhook[], now: Date): readonly string[] =>
  toTable(
    columns,
    webhooks.map((one) => [
      one.id,
      one.vendor,
      one.type,
      objectOf(one),
      describeMoment(one.receivedAt, now),
      statusOf(one),
      one.taskId ?? '-',
    ]),
  );

const countColumns = [
  { title: 'CONNECTION' },
  { title: 'WHAT' },
  { title: 'COUNT', align: 'right' },
  { title: 'LAST' },
] as const;

/** Counts as an aligned table: events first, then what was refused. */
export const toCountTable = ({ counts, refused }: WebhookCounts, now: Date): readonly string[] => {
  if (counts.length === 0 && refused.length === 0) {
    return ['No webhook has come in that time, and none was refused.'];
  }
  return toTable(countColumns, [
    ...counts.map((one) => [
      one.connectionId,
      `${one.vendor} ${one.status}`,
      String(one.count),
      describeMoment(one.lastAt, now),
    ]),
    ...refused.map((one) => [
      one.connectionId,
      `refused: ${one.reason}`,
      String(one.count),
      describeMoment(one.lastAt, now),
    ]),
  ]);
};

/** One event in lines for a person. */
export const toWebhookDetails = (webhook: WebhookDetails, now: Date): readonly string[] => [
  `webhook     ${webhook.id}`,
  `connection  ${webhook.connectionId} (${webhook.vendor})`,
  `event       ${webhook.type}`,
  `object      ${objectOf(webhook)}`,
  `happened    ${describeMoment(webhook.occurredAt, now)}`,
  `came        ${describeMoment(webhook.receivedAt, now)}`,
  `status      ${statusOf(webhook)}`,
  `task        ${webhook.taskId ?? '-'}`,
  JSON.stringify(webhook.payload, undefined, 2),
];
