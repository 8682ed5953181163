import type { Connection } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'ID' },
  { title: 'VENDOR' },
  { title: 'NAME', max: 30 },
  { title: 'STATUS' },
  { title: 'ACCOUNT', max: 30 },
  { title: 'FROM' },
  { title: 'KEY' },
  { title: 'USED' },
] as const;

/** Connections as an aligned table. */
export const toConnectionTable = (connections: readonly Connection[], now: Date): readonly string[] =>
  toTable(
    columns,
    connections.map((connection) => [
      connection.id,
      connection.vendor,
      connection.name,
      connection.status,
      connection.account ?? '-',
      connection.origin,
      connection.keyId ?? '-',
      describeMoment(connection.lastUsedAt, now),
    ]),
  );
