import type { Pipeline, Pipelines, Stage } from '../hubspot/pipeline.ts';
import type { Random } from '../random.ts';
import { DAY_MS } from './moments.ts';

const SALES = [
  ['Appointment scheduled', '0.2'],
  ['Qualified to buy', '0.4'],
  ['Proposal sent', '0.6'],
  ['Contract sent', '0.9'],
  ['Closed won', '1.0'],
  ['Closed lost', '0.0'],
] as const;

const RENEWALS = [
  ['Renewal due', '0.7'],
  ['In talks', '0.8'],
  ['Renewed', '1.0'],
  ['Churned', '0.0'],
] as const;

const SUPPORT = [
  ['New', 'OPEN'],
  ['Waiting on contact', 'OPEN'],
  ['Waiting on us', 'OPEN'],
  ['Closed', 'CLOSED'],
] as const;

const CLOSED: ReadonlySet<string> = new Set(['1.0', '0.0']);

const dealStages = (stages: readonly (readonly [string, string])[], nextId: () => string): readonly Stage[] =>
  stages.map(([label, probability]) => ({
    // Whoever compares with `closedwon` learns that portals make their own.
    id: nextId(),
    label,
    metadata: { isClosed: String(CLOSED.has(probability)), probability },
  }));

/** The pipelines of this portal; the ids of their stages differ from seed to seed. */
export const planPipelines = (random: Random, anchorMs: number): Pipelines => {
  let id = random.int(180_000_000, 190_000_000);
  const nextId = (): string => {
    id += random.int(1, 9);
    return String(id);
  };
  const make = (pipelineId: string, label: string, stages: readonly Stage[]): Pipeline => ({
    id: pipelineId,
    label,
    stages,
    createdAtMs: anchorMs - 1_200 * DAY_MS,
  });
  const support = SUPPORT.map(([label, ticketState]) => ({ id: nextId(), label, metadata: { ticketState } }));
  return {
    deals: [
      make('default', 'Sales Pipeline', dealStages(SALES, nextId)),
      make(nextId(), 'Renewals', dealStages(RENEWALS, nextId)),
    ],
    tickets: [make('0', 'Support Pipeline', support)],
  };
};
