import { ConfigError } from '@sherpa/core';
import { queueKind, type QueueKind } from '@sherpa/queue';

/** What is known when the queue is chosen. */
export interface QueueFacts {
  /** What `--queue` says. */
  readonly forced: QueueKind | undefined;
  /** What QUEUE_URL says. */
  readonly queueUrl: string | undefined;
  /** The Redis or Valkey program of this machine. */
  readonly redisProgram: string | undefined;
}

/** The queue to use: one that is there, a private Redis to start, or the database itself. */
export type QueueChoice = { readonly kind: QueueKind; readonly why: string } & (
  | { readonly from: 'url'; readonly url: string }
  | { readonly from: 'private-redis' }
  | { readonly from: 'database' }
);

const given = (url: string): QueueChoice => ({
  kind: queueKind(url),
  from: 'url',
  url,
  why: 'QUEUE_URL is set',
});

const forcedChoice = (forced: QueueKind, { queueUrl, redisProgram }: QueueFacts): QueueChoice => {
  const why = `--queue ${forced}`;
  if (queueUrl !== undefined && queueKind(queueUrl) === forced) return { ...given(queueUrl), why };
  if (forced === 'postgres') return { kind: 'postgres', from: 'database', why };
  if (redisProgram !== undefined) return { kind: 'redis', from: 'private-redis', why };
  throw new ConfigError('--queue redis needs a Redis, and there is none.', {
    details: {
      advice:
        'Install redis-server or valkey-server, set QUEUE_URL=redis://…, or leave --queue out: the work then moves through Postgres.',
    },
  });
};

/** Chooses what moves the work, and says why. */
export const chooseQueue = (facts: QueueFacts): QueueChoice => {
  if (facts.forced !== undefined) return forcedChoice(facts.forced, facts);
  if (facts.queueUrl !== undefined) return given(facts.queueUrl);
  if (facts.redisProgram !== undefined) {
    return { kind: 'redis', from: 'private-redis', why: `${facts.redisProgram} is on this machine` };
  }
  return { kind: 'postgres', from: 'database', why: 'no redis-server or valkey-server on this machine' };
};
