import type { Approval } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'ID' },
  { title: 'AGENT' },
  { title: 'STATUS' },
  { title: 'ASKED', max: 30 },
  { title: 'SINCE' },
  { title: 'TITLE', max: 60 },
] as const;

const askedOf = ({ askedOf: first, escalatedAt, escalateTo }: Approval): string =>
  [...first, ...(escalatedAt === null ? [] : escalateTo)].join(', ');

/** Approvals as an aligned table. */
export const toApprovalTable = (approvals: readonly Approval[], now: Date): readonly string[] =>
  toTable(
    columns,
    approvals.map((approval) => [
      approval.id,
      approval.agent,
      approval.status,
      askedOf(approval),
      describeMoment(approval.createdAt, now),
      approval.title,
    ]),
  );

const LABEL_WIDTH = 12;

const fact = (label: string, value: string | null): readonly string[] =>
  value === null || value === '' ? [] : [`${label.padEnd(LABEL_WIDTH)}${plain(value)}`];

const moment = (label: string, value: string | null, now: Date): readonly string[] =>
  value === null ? [] : fact(label, `${value}  (${describeMoment(value, now)})`);

/** One approval in lines for a person. */
export const toApprovalDetails = (approval: Approval, now: Date): readonly string[] => [
  ...fact('approval', approval.id),
  ...fact('title', approval.title),
  ...fact('status', approval.status),
  ...fact('task', `${approval.taskId} of ${approval.agent}`),
  ...fact('asked of', askedOf(approval)),
  ...fact('detail', approval.detail === null ? null : JSON.stringify(approval.detail)),
  ...moment('since', approval.createdAt, now),
  ...moment('expires', approval.expiresAt, now),
  ...moment('escalates', approval.escalatedAt === null ? approval.escalateAt : null, now),
  ...moment('escalated', approval.escalatedAt, now),
  ...moment('decided', approval.decidedAt, now),
  ...fact('by', approval.decidedBy),
  ...fact('reason', approval.reason),
];
