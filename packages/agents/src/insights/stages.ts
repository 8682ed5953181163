import type { Clients } from '@sherpa/agent-kit';
import type { HubSpot, HubSpotStage } from '@sherpa/integrations/hubspot';

/** What a stage of a deal means. */
export interface DealStage {
  readonly id: string;
  readonly label: string;
  readonly means: 'open' | 'won' | 'lost';
}

interface Asked {
  readonly task: { readonly tenantId: string };
  readonly signal: AbortSignal;
}

const meaningOf = ({ isClosed, isWon }: HubSpotStage): DealStage['means'] => {
  if (isWon) return 'won';
  return isClosed ? 'lost' : 'open';
};

/** The stages of all pipelines of deals, in their order. Their ids are the portal's own, so it is asked. */
export const readStages = async (ctx: Asked, hubspot: Clients<HubSpot>): Promise<readonly DealStage[]> => {
  const { client } = await hubspot.of(ctx.task.tenantId);
  const pipelines = await client.listPipelines('deals', { signal: ctx.signal });
  return pipelines.flatMap(({ label: pipeline, stages }) =>
    stages.map((stage) => ({
      id: stage.id,
      label: pipelines.length > 1 ? `${pipeline}: ${stage.label}` : stage.label,
      means: meaningOf(stage),
    })),
  );
};

/** The ids of those that mean this. */
export const stagesThat = (stages: readonly DealStage[], means: DealStage['means']): readonly string[] =>
  stages.filter((stage) => stage.means === means).map(({ id }) => id);
