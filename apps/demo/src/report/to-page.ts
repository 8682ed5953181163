import { toMoney } from '@sherpa/core';
import type { Case } from '@sherpa/api';
import { isOk, wrongMonths, type Outcome } from './outcome.ts';

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

const NAMES: Readonly<Record<string, string>> = {
  dunning: 'Failed payments followed',
  disputes: 'Disputes answered',
  refunds: 'Refunds asked for',
  'closed-won': 'Won deals onboarded',
  incidents: 'Incidents',
  renewals: 'Renewals prepared',
  cancellations: 'Cancellations',
  'churn-watch': 'Customers who may leave',
  'lead-routing': 'New contacts routed',
  'identity-review': 'Identity questions',
};

const workRows = (cases: readonly Case[]): readonly (readonly string[])[] =>
  [...Map.groupBy(cases, ({ workflow }) => workflow)]
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([workflow, some]) => [
      NAMES[workflow] ?? workflow,
      String(some.length),
      ...(['closed', 'open', 'held'] as const).map((status) =>
        String(some.filter((one) => one.status === status).length),
      ),
    ]);

const heldRows = (cases: readonly Case[]): readonly string[] => {
  const held = cases.filter(({ status }) => status === 'held');
  const reasons = [...Map.groupBy(held, ({ workflow, reason }) => `${workflow}: ${reason ?? ''}`)];
  return reasons
    .toSorted(([, one], [, other]) => other.length - one.length)
    .map(([reason, some]) => `- ${some.length} × ${reason}`);
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
    '',
    `${tasks['completed'] ?? 0} tasks, ${made} things made at the vendors, ${year.approved} questions that a manager said yes to.`,
    '',
    ...(heldRows(cases).length === 0
      ? []
      : ['Held, because something was missing or contradictory:', '', ...heldRows(cases), '']),
    '## What had to be so',
    '',
    ...checks.flatMap(({ name, ok, says, problems }) => [
      `- ${ok ? '✔' : '✘'} **${name}**: ${says}`,
      ...problems.slice(0, 10).map((problem) => `  - ${problem}`),
    ]),
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
