import { ConfigError } from '@sherpa/core';

/** What stands behind a queue. */
export type QueueKind = 'redis' | 'postgres';

const KINDS: Readonly<Record<string, QueueKind>> = {
  'redis:': 'redis',
  'rediss:': 'redis',
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
};

/** Which backend a queue URL names, or `ConfigError` that says what it should look like. */
export const queueKind = (url: string): QueueKind => {
  const kind = URL.canParse(url) ? KINDS[new URL(url).protocol] : undefined;
  if (kind !== undefined) return kind;
  throw new ConfigError(
    'The queue URL must start with redis://, rediss://, postgres:// or postgresql:// (QUEUE_URL).',
  );
};
