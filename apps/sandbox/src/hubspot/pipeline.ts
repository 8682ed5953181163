export interface Stage {
  readonly id: string;
  readonly label: string;
  /** What tells a won deal from a lost one; every value is text. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly Stage[];
  readonly createdAtMs: number;
}

/** The portal's pipelines, by what moves along them. */
export interface Pipelines {
  readonly deals: readonly Pipeline[];
  readonly tickets: readonly Pipeline[];
}

/** A pipeline as /crm/v3/pipelines shows it. */
export const toWirePipeline = (pipeline: Pipeline, displayOrder: number): object => {
  const at = new Date(pipeline.createdAtMs).toISOString();
  const times = { createdAt: at, updatedAt: at, archived: false };
  return {
    id: pipeline.id,
    label: pipeline.label,
    displayOrder,
    ...times,
    stages: pipeline.stages.map((stage, order) => ({
      id: stage.id,
      label: stage.label,
      displayOrder: order,
      metadata: stage.metadata,
      writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT',
      ...times,
    })),
  };
};
