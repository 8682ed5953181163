import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** A stage of a pipeline; its id is the portal's own and means nothing. */
export interface HubSpotStage {
  readonly id: string;
  readonly label: string;
  readonly isClosed: boolean;
  /** Closed for certain: what elsewhere is called closed won. */
  readonly isWon: boolean;
  /** 0 to 1; null for tickets. */
  readonly probability: number | null;
}

export interface HubSpotPipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly HubSpotStage[];
}

const stageSchema = z
  .object({
    id: z.string().min(1),
    label: z.string().default(''),
    metadata: z.record(z.string(), z.unknown()).default({}),
  })
  .transform(({ id, label, metadata }): HubSpotStage => {
    const given = metadata['probability'];
    const probability = given === undefined || given === '' ? Number.NaN : Number(given);
    const isClosed = String(metadata['isClosed']) === 'true' || metadata['ticketState'] === 'CLOSED';
    return {
      id,
      label,
      isClosed,
      isWon: isClosed && probability === 1,
      probability: Number.isNaN(probability) ? null : probability,
    };
  });

const answerSchema = z.object({
  results: z.array(
    z.object({ id: z.string().min(1), label: z.string().default(''), stages: z.array(stageSchema) }),
  ),
});

/** The pipelines that deals or tickets move along. */
export const listPipelines = (
  { sdk, call }: HubSpotDeps,
  objectType: 'deals' | 'tickets',
  { signal }: AskOptions,
): Promise<readonly HubSpotPipeline[]> =>
  call({
    operation: 'pipelines.list',
    idempotent: true,
    signal,
    run: async (ends) => {
      const answer = await sdk.ask(ends, ({ crm }) => crm.pipelines.pipelinesApi.getAll(objectType));
      return readAnswer(() => answerSchema.parse(answer).results);
    },
  });

/** The ids of all stages that mean a deal is won, whatever they are called. */
export const wonStageIds = (pipelines: readonly HubSpotPipeline[]): ReadonlySet<string> =>
  new Set(pipelines.flatMap(({ stages }) => stages.filter(({ isWon }) => isWon).map(({ id }) => id)));
