import path from 'node:path';
import type { Contract } from '@sherpa/core';
import type { Display } from './display.ts';
import type { QueueChoice } from './queue-choice.ts';

/** What the fleet stands on. */
export interface Ground {
  readonly home: string;
  readonly hasOwnDatabase: boolean;
  readonly queue: QueueChoice;
  readonly hasSandbox: boolean;
}

/** A path as one would type it. */
export const shortPath = (file: string, from: string): string => {
  const relative = path.relative(from, file);
  return relative.startsWith('..') ? file : relative || '.';
};

const rows = (display: Display, entries: readonly (readonly [string, string])[]): void => {
  const width = Math.max(...entries.map(([name]) => name.length));
  for (const [name, value] of entries)
    display.line(`  ${display.style('bold', name.padEnd(width))}  ${value}`);
};

const queueNames = { redis: 'Redis', postgres: "Postgres (BullMQ's own backend)" } as const;

/** Says on what the fleet is about to start, and why. */
export const showGround = (display: Display, ground: Ground): void => {
  const { queue, home } = ground;
  const from = process.cwd();
  const privately =
    queue.from === 'private-redis' ? `, data in ${shortPath(path.join(home, 'redis'), from)}` : '';
  display.line(display.style('bold', 'Sherpa is starting.'));
  rows(display, [
    [
      'database',
      ground.hasOwnDatabase
        ? `embedded PostgreSQL 18, data in ${shortPath(path.join(home, 'postgres'), from)}`
        : 'the one that DATABASE_URL names',
    ],
    ['queue', `${queueNames[queue.kind]}${privately}, because ${queue.why}`],
    [
      'vendors',
      ground.hasSandbox
        ? 'the sandbox, because HUBSPOT_ACCESS_TOKEN, STRIPE_API_KEY and NOTION_ACCESS_TOKEN are not set'
        : 'HubSpot, Stripe and Notion, with the credentials of the environment',
    ],
  ]);
};

/** A task that can be tried as it stands: one whose payload may be empty. */
const exampleTask = (contracts: readonly Contract[]): string | undefined => {
  for (const { agent, tasks } of contracts) {
    for (const [type, task] of Object.entries(tasks)) {
      if (task.payload.safeParse({}).success) return `enqueue ${agent} ${type} --wait`;
    }
  }
  return undefined;
};

/** Where a running fleet can be looked at. */
export interface Places {
  readonly gatewayUrl: string;
  /** Ends the sentence "The password is …". */
  readonly keyPlace: string;
  readonly sandboxUrl: string | undefined;
  readonly logsDir: string;
}

/** Says where to look and what to try. */
export const showPlaces = (display: Display, places: Places, contracts: readonly Contract[]): void => {
  const { gatewayUrl, sandboxUrl } = places;
  display.line();
  rows(display, [
    ['API', `${gatewayUrl}  (described at /openapi.json; the key is ${places.keyPlace})`],
    ['Bull Board', `${gatewayUrl}/queues  (any user name; the password is that key)`],
    ...(sandboxUrl === undefined
      ? []
      : [['sandbox', `${sandboxUrl}  (HubSpot, Stripe and Notion, invented)`] as const]),
    ['logs', places.logsDir],
  ]);
  const example = exampleTask(contracts) ?? 'customers';
  display.line();
  display.line('Try in another terminal:');
  for (const command of ['agents', example, 'tasks list']) display.line(`  npx pnpm sherpa ${command}`);
  display.line();
};
