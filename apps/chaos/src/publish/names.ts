/** What the queue's store is called where people read it. */
export const NAMES = { redis: 'Redis', postgres: 'Postgres' } as const;
