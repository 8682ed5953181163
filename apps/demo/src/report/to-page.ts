import { toMoney } from '@sherpa/core';
import type { Case } from '@sherpa/api';
import type { Check } from '../truth/checks.ts';
import { isOk, wrongMonths, type Outcome } from './outcome.ts';
import { checkTitle, workflowNames, workflowTitle } from './titles.ts';

const moneyOf = (amounts: Readonly<Record<string, number>>): string =>
  Object.entries(amounts)
    .toSorted(([, one], [, other]) => other - one)
    .map(([currency, minor]) => toMoney(minor, currency))
    .join(', ') || '–';

const dayOf = (moment: Date): string => moment.toISOString().slice(0, 10);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] => [
  `| ${head.join(' | ')} |`,
  `| ${head.map(() => '---').join(' | ')} |`,
  ...rows.map((cells) => `| ${cells.join(' | ')} |`),
];

const workRows = (cases: readonly Case[]): readonly (readonly string[])[] =>
  [...Map.groupBy(cases, ({ workflow }) => workflow)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([workflow, some]) => [
      workflowTitle(workflow),
      String(some.length),
      ...(['closed', 'open', 'held'] as const).map((status) =>
        String(some.filter((one) => one.status === status).length),
      ),
    ]);

/** Which one it was does not matter to how many there are of a kind. */
const IDS = /\b(?:[a-z]{2,5}_\w+|\d{5,})(?=\W|$)/gu;

const heldRows = (cases: readonly Case[]): readonly string[] => {
  const held = cases.filter(({ status }) => status === 'held');
  const reasons = Map.groupBy(
    held,
    ({ workflow, reason }) => `${workflowTitle(workflow)}: ${(reason ?? 'no reason').replaceAll(IDS, '…')}`,
  );
  return [...reasons]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([reason, some]) => `- ${some.length} × ${reason}`);
};

/** What did not come up, in one line. */
const quietLine = (cases: readonly Case[]): readonly string[] => {
  const seen = new Set(cases.map(({ workflow }) => workflow));
  const quiet = workflowNames.filter((name) => !seen.has(name)).map(workflowTitle);
  return quiet.length === 0 ? [] : ['', `Nothing came up of: ${quiet.join(', ')}.`];
};

const checkRows = (checks: readonly Check[]): readonly string[] => {
  const idle = checks.filter(({ isIdle, ok }) => isIdle && ok);
  return [
    ...checks
      .filter((one) => !idle.includes(one))
      .flatMap(({ name, ok, says, problems }) => [
        `- ${ok ? '✔' : '✘'} **${checkTitle(name)}**: ${says}`,
        ...problems.slice(0, 10).map((problem) => `  - ${problem}`),
      ]),
    ...(idle.length === 0 ? [] : [`- There was nothing of: ${idle.map(({ name }) => name).join(', ')}.`]),
  ];
};

const verdict = (outcome: Outcome): string => {
  const wrong = wrongMonths(outcome);
  if (isOk(outcome))
    return 'Everything was handled, and the books agree with Stripe to the cent at every month’s end.';
  return wrong.length === 0
    ? 'Something was not handled; see below.'
    : `The books differ in ${wrong.join(', ')}.`;
};

/** The summary as a page, for a manager to read. */
export const toPage = (outcome: Outcome): string => {
  const { year, checks, cases, effects, mischief, tasks, seconds } = outcome;
  const made = effects.reduce((sum, { creates }) => sum + creates, 0);
  return [
    `# ${dayOf(year.startedAt)} to ${dayOf(year.endedAt)}`,
    '',
    verdict(outcome),
    '',
    '## Monthly recurring revenue',
    '',
    ...table(
      ['month', 'customer cache', 'Stripe’s books', 'payers that differ'],
      year.months.map(({ month, revenue }) => [
        month,
        moneyOf(revenue.ours),
        moneyOf(revenue.theirs),
        String(revenue.differences.length),
      ]),
    ),
    '',
    '## What was done',
    '',
    ...table(['', 'cases', 'closed', 'open', 'held for a person'], workRows(cases)),
    ...quietLine(cases),
    '',
    `${tasks['completed'] ?? 0} tasks, ${made} things made at the vendors, ${year.approved} questions that a manager said yes to.`,
    '',
    ...(heldRows(cases).length === 0
      ? []
      : ['Held, because something was missing or contradictory:', '', ...heldRows(cases), '']),
    '## What had to be so',
    '',
    ...checkRows(checks),
    '',
    ...(mischief.size === 0
      ? []
      : [
          '## What went wrong on purpose',
          '',
          ...table(
            ['what', 'times'],
            [...mischief]
              .toSorted(([one], [other]) => one.localeCompare(other))
              .map(([what, times]) => [what, String(times)]),
          ),
          '',
        ]),
    `${year.days.length} days in ${Math.round(seconds / 60)} min.`,
    '',
  ].join('\n');
};
