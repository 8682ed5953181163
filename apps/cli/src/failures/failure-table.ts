import type { FailureGroup } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'FINGERPRINT' },
  { title: 'COUNT', align: 'right' },
  { title: 'AGENT' },
  { title: 'TYPE' },
  { title: 'FIRST' },
  { title: 'LAST' },
  { title: 'LAST TASK' },
  { title: 'WHAT', max: 70 },
] as const;

/** Kinds of failures as an aligned table. */
export const toFailureTable = (failures: readonly FailureGroup[], now: Date): readonly string[] =>
  toTable(
    columns,
    failures.map((one) => [
      one.fingerprint ?? '-',
      String(one.count),
      one.agent,
      one.type,
      describeMoment(one.firstAt, now),
      describeMoment(one.lastAt, now),
      one.sampleId,
      `${one.code}: ${one.message}`,
    ]),
  );
