import { z } from 'zod';
import { isOk, toFigures, type Outcome } from '../report.ts';
import type { About } from './about.ts';

const spreadSchema = z.object({ median: z.number().nullable(), max: z.number().nullable() });

const counts = z.record(z.string(), z.int());

const recordSchema = z.object({
  date: z.string(),
  machine: z.string(),
  ok: z.boolean(),
  seed: z.int(),
  minutes: z.number(),
  queue: z.enum(['redis', 'postgres']),
  faults: counts,
  tasks: z.int(),
  tasksByStatus: counts,
  tasksTakenMoreThanOnce: z.int(),
  stepRuns: z.int(),
  effects: z.int(),
  guardedWritesRepeated: z.int(),
  lost: z.int(),
  doubleCommits: z.int(),
  duplicateEffects: z.object({ stripe: z.int(), hubspot: z.int(), notion: z.int().nullable() }),
  /** How often which check had an answer. */
  broken: counts,
  staleCommitsRefused: z.int(),
  leasesEnded: z.int(),
  recoverySeconds: z.record(
    z.string(),
    z.object({ firstEnd: spreadSchema, allTaken: spreadSchema, open: z.int() }),
  ),
  drainSeconds: z.number().nullable(),
});

/** A run as it is kept in the docs: everything counted, and nothing that names a machine or a task. */
export type RunRecord = z.infer<typeof recordSchema>;

export const toRecord = (outcome: Outcome, about: About): RunRecord => {
  const { audit, log } = outcome;
  return recordSchema.parse({
    ...about,
    ...toFigures(outcome),
    ok: isOk(outcome),
    tasksByStatus: audit.byStatus,
    tasksTakenMoreThanOnce: audit.retried,
    stepRuns: audit.stepRuns,
    guardedWritesRepeated: audit.effects.repeatedWrites,
    broken: Object.fromEntries(audit.broken.map(({ name, count }) => [name, count])),
    leasesEnded: log.leasesEnded,
  });
};

/** Reads what an earlier run has written. Throws where it is something else. */
export const parseRecord = (text: string): RunRecord => recordSchema.parse(JSON.parse(text));
