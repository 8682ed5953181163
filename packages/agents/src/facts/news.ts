import type { Vendor } from '@sherpa/core';
import { listConnections, type Db } from '@sherpa/db';
import type { Fact } from './fact.ts';

const MOST_CONNECTIONS = 1_000;

/** Since when what happens at each connection is news. */
export type NewsSince = (connectionId: string) => Date;

const ALWAYS = new Date(0);

/**
 * History is no news: what happened before an account was connected is not told, unless people have said
 * since when they want to know.
 */
export const newsSinceOf = async (tx: Db, vendor: Vendor, wanted: string | null): Promise<NewsSince> => {
  if (wanted !== null) {
    const since = new Date(wanted);
    return () => since;
  }
  const connections = await listConnections(tx, { vendor, limit: MOST_CONNECTIONS });
  const made = new Map(connections.map(({ id, createdAt }) => [id, createdAt]));
  // Records of no connection were written by hand, or by tests.
  return (connectionId) => made.get(connectionId) ?? ALWAYS;
};

/** True for what somebody is to be told of. */
export const isNews = ({ occurredAt, isOpen = false }: Fact, since: Date): boolean =>
  isOpen || occurredAt >= since;
