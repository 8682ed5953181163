import { ConfigError } from '@sherpa/core';

const NAMESPACE = /^[a-z][a-z0-9_-]{0,47}$/iu;

/** The BullMQ queue of an agent. */
export const queueName = (agent: string): string => `agent.${agent}`;

/** The namespace itself, or `ConfigError` if it could not name a schema and a key prefix. */
export const parseNamespace = (namespace: string): string => {
  if (NAMESPACE.test(namespace)) return namespace;
  throw new ConfigError(
    'The queue namespace must be up to 48 letters, digits, dashes or underscores and start with a letter (QUEUE_NAMESPACE).',
  );
};

/** Braces make it a hash tag: on Redis Cluster all keys of a namespace then share one slot, which BullMQ's scripts need. */
export const redisPrefix = (namespace: string): string => `{${namespace}}`;

/** The Postgres schema of a namespace; lower case, so that nobody ever has to quote it. */
export const schemaName = (namespace: string): string => namespace.toLowerCase().replaceAll('-', '_');
