import type { DryRunPlan, Json, PlannedCase } from '@sherpa/core';
import { plain } from '../output/plain.ts';

const LABEL_WIDTH = 11;

const all = (label: string, texts: readonly string[]): readonly string[] =>
  texts.map((text, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${plain(text)}`);

const because = (reason: string | null): string => (reason === null ? '' : `: ${reason}`);

const moveOf = ({ was, becomes }: PlannedCase): string => {
  if (was === becomes) return `stays ${becomes}`;
  switch (becomes) {
    case 'open':
      return was === null ? 'would be opened' : 'would be opened again';
    case 'held':
      return 'would be held for people';
    case 'closed':
      return 'would be closed';
  }
};

const caseLine = (one: PlannedCase): string =>
  `${one.workflow} ${one.key} ${moveOf(one)}${because(one.reason)}`;

const workLine = ({ agent, type, payload }: DryRunPlan['tasks'][number]): string =>
  `${agent} ${type} ${JSON.stringify(payload)}`;

const effectLine = ({ name, vendor, key, intent }: DryRunPlan['effects'][number]): string =>
  `${vendor} ${name} ${JSON.stringify(intent)}${key === null ? '' : ` (key ${key})`}`;

const approvalLine = ({ title, detail, askedOf }: DryRunPlan['approvals'][number]): string => {
  const whom = askedOf.length === 0 ? '' : ` of ${askedOf.join(', ')}`;
  const what = detail === null ? '' : ` ${JSON.stringify(detail)}`;
  return `${title}${whom}${what}; the rest is as after a yes`;
};

const resultLines = (result: Json): readonly string[] =>
  result === null ? [] : all('result', [JSON.stringify(result)]);

/** What a task would do, in lines for a person; the last one says in words where that is nothing. */
export const toPlanLines = (plan: DryRunPlan): readonly string[] => [
  ...all('effects', plan.effects.map(effectLine)),
  ...all('asks', plan.approvals.map(approvalLine)),
  ...all('tasks', plan.tasks.map(workLine)),
  ...all('messages', plan.messages.map(workLine)),
  ...all(
    'events',
    plan.events.map(({ type, data }) => `${type} ${JSON.stringify(data)}`),
  ),
  ...all('cases', plan.cases.map(caseLine)),
  ...all(
    'remembers',
    Object.entries(plan.state).map(([name, value]) => `${name} ${JSON.stringify(value)}`),
  ),
  ...all('waits', plan.waits),
  // Where nothing would be done they are told as the reason.
  ...all('notes', plan.nothing === null ? plan.notes : []),
  ...resultLines(plan.result),
  ...(plan.nothing === null ? [] : [plain(plan.nothing)]),
  ...(plan.stopped === null ? [] : [`More cannot be told: ${plain(plan.stopped)}`]),
  'This was a dry run: none of it was done.',
];
