import type { Connection, ConnectionCheck, KeyRotation } from '@sherpa/api';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';

const LABEL_WIDTH = 12;

const fact = (label: string, value: string | null): readonly string[] =>
  value === null || value === '' ? [] : [`${label.padEnd(LABEL_WIDTH)}${plain(value)}`];

const moment = (label: string, value: string | null, now: Date): readonly string[] =>
  value === null ? [] : fact(label, `${value}  (${describeMoment(value, now)})`);

const settingsOf = ({ settings }: Connection): string =>
  Object.keys(settings).length === 0 ? '' : JSON.stringify(settings);

const statusOf = ({ status, statusReason }: Connection): string =>
  statusReason === null ? status : `${status}: ${statusReason}`;

/** One connection in lines for a person. */
export const toConnectionDetails = (connection: Connection, now: Date): readonly string[] => [
  ...fact('connection', connection.id),
  ...fact('vendor', connection.vendor),
  ...fact('name', connection.name),
  ...fact('status', statusOf(connection)),
  ...fact('account', connection.account),
  ...fact('from', connection.origin),
  ...fact('settings', settingsOf(connection)),
  ...connection.secrets.flatMap(({ name, fingerprint, addedAt }) =>
    fact(name, `${fingerprint}  (${describeMoment(addedAt, now)})`),
  ),
  ...fact('key', connection.keyId),
  ...moment('changed', connection.credentialsChangedAt, now),
  ...moment('checked', connection.checkedAt, now),
  ...moment('used', connection.lastUsedAt, now),
  ...moment('created', connection.createdAt, now),
];

/** What came of a check. */
export const toCheckLines = ({
  ok,
  account,
  latencyMs,
  error,
  connection,
}: ConnectionCheck): readonly string[] => {
  const { vendor, name } = connection;
  if (!ok || account === null) {
    return [
      `${vendor} ${name} is not usable: ${error?.message ?? 'the vendor told nothing'} (${error?.code ?? '-'})`,
    ];
  }
  const called = account.name === null ? account.id : `${account.id} (${account.name})`;
  return [
    `${vendor} ${name} opens account ${plain(called)}, answered in ${latencyMs} ms.`,
    ...(account.scopes === null ? [] : [`It may: ${plain(account.scopes.join(' '))}`]),
  ];
};

/** What a new connection is: in use, or kept until somebody gives it what it needs. */
export const toAddedLines = (checked: ConnectionCheck): readonly string[] => {
  const { ok, error, connection } = checked;
  const { id, vendor, name } = connection;
  if (ok) return [`${id} connects to ${vendor} as ${name}.`, ...toCheckLines(checked)];
  return [
    `${id} is kept as ${vendor} ${name} and is not usable yet: ${error?.message ?? 'the vendor told nothing'} (${error?.code ?? '-'})`,
    `Give it other credentials with \`npx pnpm sherpa connections secret ${id}\`, ask again with \`… check ${id}\`, or take it away with \`… remove ${id}\`.`,
  ];
};

const counted = (count: number): string => (count === 1 ? '1 connection' : `${count} connections`);

/** What a rotation of keys did, and what may be done next. */
export const toRotationLines = (rotation: KeyRotation): readonly string[] => {
  const { currentKeyId, reencrypted, unreadable, keys, droppableKeyIds } = rotation;
  return [
    `Encrypted ${counted(reencrypted)} with the key ${currentKeyId}.`,
    ...keys.map(({ keyId, connections }) => `  ${keyId}  ${counted(connections)}`),
    ...(unreadable.length === 0
      ? []
      : [
          `${counted(unreadable.length)} could not be decrypted; their key is missing, or another one: ${unreadable.join(', ')}`,
        ]),
    ...(droppableKeyIds.length === 0
      ? []
      : [`May be removed from SHERPA_CREDENTIAL_KEYS now: ${droppableKeyIds.join(', ')}`]),
  ];
};
