import type { Json } from '@sherpa/core';
import { z } from 'zod';

/** The parts of a run, in their order; which of them there are depends on its mode and on the stream. */
export const phases = ['list', 'changes', 'archived', 'compare', 'confirm'] as const;

export type Phase = (typeof phases)[number];

/** Where in a phase a run goes on. */
export interface Position {
  readonly after?: string | undefined;
  /** Slices still to be read, the one under way first. */
  readonly slices?: readonly string[] | undefined;
  /** Smaller than the stream's own while pages fail. */
  readonly limit?: number | undefined;
  /** How often in a row the page did not come. */
  readonly failures?: number | undefined;
  /** Other ids of the page before, the last one last: where `after` is gone, one of them serves. */
  readonly tail?: readonly string[] | undefined;
  /** How often the listing was begun again because its token was dead. */
  readonly restarts?: number | undefined;
  /** Objects in the listing of what is archived, once it was read. */
  readonly archivedRows?: number | undefined;
}

const filled = z.string().min(1);

const positionSchema = z.object({
  after: filled.optional().catch(undefined),
  slices: z.array(filled).optional().catch(undefined),
  limit: z.int().positive().optional().catch(undefined),
  failures: z.int().positive().optional().catch(undefined),
  tail: z.array(filled).optional().catch(undefined),
  restarts: z.int().positive().optional().catch(undefined),
  archivedRows: z.int().min(0).optional().catch(undefined),
});

/** A stored position; whatever of it an older version wrote differently is left out, which reads a part again. */
export const parsePosition = (stored: Json): Position => positionSchema.safeParse(stored).data ?? {};

/** As it is stored. */
export const toStored = (position: Position): Json => {
  const { after, slices, limit, failures, tail, restarts, archivedRows } = position;
  return {
    ...(after === undefined ? {} : { after }),
    ...(slices === undefined ? {} : { slices }),
    ...(limit === undefined ? {} : { limit }),
    ...(failures === undefined ? {} : { failures }),
    ...(tail === undefined ? {} : { tail }),
    ...(restarts === undefined ? {} : { restarts }),
    ...(archivedRows === undefined ? {} : { archivedRows }),
  };
};

/** A stored phase, undefined for one that this version does not know. */
export const parsePhase = (stored: string): Phase | undefined => phases.find((phase) => phase === stored);
