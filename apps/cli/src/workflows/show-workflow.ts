import type { Workflow, WorkflowDetails } from '@sherpa/api';
import { z } from 'zod';
import { describeMoment } from '../output/moment.ts';
import { plain } from '../output/plain.ts';
import { toTable } from '../output/table.ts';

const listColumns = [
  { title: 'WORKFLOW' },
  { title: 'AGENT' },
  { title: 'PAUSED' },
  { title: 'SET' },
  { title: 'WHAT IT DOES', max: 90 },
] as const;

const howSet = ({ set, problems }: Workflow): string => {
  if (problems.length > 0) return 'does not fit';
  const names = Object.keys(set);
  return names.length === 0 ? '-' : names.join(', ');
};

/** Workflows as an aligned table. */
export const toWorkflowTable = (workflows: readonly Workflow[], now: Date): readonly string[] =>
  toTable(
    listColumns,
    workflows.map((workflow) => [
      workflow.name,
      workflow.agent,
      workflow.pausedAt === null ? '-' : describeMoment(workflow.pausedAt, now),
      howSet(workflow),
      workflow.description,
    ]),
  );

/** In a line: whether it begins anything, and since when not. */
export const describePause = ({ name, pausedAt, begins }: Workflow, now: Date): string =>
  pausedAt === null
    ? `${name} is at work.`
    : `${name} is paused since ${describeMoment(pausedAt, now)}: nothing begins with ${begins.join(' or ')}.`;

const propertiesSchema = z.object({
  properties: z.record(z.string(), z.object({ description: z.string().optional() })).default({}),
});

const settingColumns = [
  { title: 'SETTING' },
  { title: 'VALUE', max: 60 },
  { title: '' },
  { title: 'WHAT FOR', max: 90 },
] as const;

/** One workflow in lines for a person. */
export const toWorkflowDetails = (workflow: WorkflowDetails, now: Date): readonly string[] => {
  const { properties } = propertiesSchema.parse(workflow.schema);
  const rows = Object.entries(workflow.settings).map(([name, value]) => [
    name,
    JSON.stringify(value),
    name in workflow.set ? 'set' : 'default',
    properties[name]?.description ?? '',
  ]);
  const { changedBy, changedAt, problems } = workflow;
  return [
    `${workflow.name} of ${workflow.agent}: ${plain(workflow.description)}`,
    workflow.begins.length === 0
      ? 'begins only with what people ask for'
      : `begins with ${workflow.begins.join(', ')}`,
    ...(changedBy === null ? [] : [`changed by ${plain(changedBy)}, ${describeMoment(changedAt, now)}`]),
    ...(workflow.pausedAt === null ? [] : [describePause(workflow, now)]),
    ...problems.map(({ field, problem }) => `✘ ${field}: ${problem}`),
    '',
    ...(rows.length === 0 ? ['It has no settings.'] : toTable(settingColumns, rows)),
  ];
};
