import type { Case } from '@sherpa/api';
import type { Effect } from '../company/sandbox.ts';
import type { EndState } from './read-end.ts';

/** One thing that has to be so, and what speaks against it. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  /** In a line. */
  readonly says: string;
  readonly problems: readonly string[];
  /** Nothing of the kind has happened, so that there was nothing to check. */
  readonly isIdle: boolean;
}

const check = (name: string, says: string, problems: readonly string[], isIdle = false): Check => ({
  name,
  says,
  problems,
  isIdle,
  ok: problems.length === 0,
});

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Cases = ReadonlyMap<string, Case>;

/** The cases of one workflow by what they are of. */
const casesOf = (cases: readonly Case[], workflow: string): Cases =>
  new Map(cases.filter((one) => one.workflow === workflow).map((one) => [one.key, one]));

/**
 * What was followed at the vendors stands as its case says: closed where the matter has ended, open where it goes
 * on. A case that is held has its reason.
 */
const matterProblem = (
  end: EndState,
  { workflow, key, isOver }: { readonly workflow: string; readonly key: string; readonly isOver: boolean },
  found: Case | undefined,
): string | undefined => {
  const id = `${workflow} ${key}`;
  if (found === undefined) return isOver ? undefined : `${id} is open and nobody follows it`;
  if (found.status === 'held') return found.reason === null ? `${id} is held without a reason` : undefined;
  if ((found.status === 'closed') !== isOver) return `${id} is ${found.status}, its matter is not`;
  const task = end.tasks.get(`${workflow}:${key}`);
  const { notionPage } = found.refs;
  const page = end.operations.find((one) => one.id === notionPage);
  if (task === undefined || page === undefined) return `${id} has no task or no page`;
  const isDone = task.status === 'COMPLETED' && textOf(page.properties['Status']?.value) === 'Done';
  return isDone === isOver ? undefined : `${id}: its task is ${String(task.status)}`;
};

const matters = (
  end: EndState,
  workflow: string,
  cases: Cases,
  all: readonly { readonly key: string; readonly isOver: boolean }[],
): readonly string[] =>
  all.flatMap(({ key, isOver }) => matterProblem(end, { workflow, key, isOver }, cases.get(key)) ?? []);

const count = (cases: Cases, status: Case['status']): number =>
  [...cases.values()].filter((one) => one.status === status).length;

const told = (cases: Cases): string =>
  `${cases.size} cases: ${count(cases, 'closed')} closed, ${count(cases, 'open')} open, ${count(cases, 'held')} held for a person`;

/** Every failed payment was followed, and is closed where it is settled. */
export const checkPayments = (end: EndState, all: readonly Case[]): Check => {
  const cases = casesOf(all, 'dunning');
  const failing = end.invoices
    .filter(({ attemptCount, status, id }) => cases.has(id) || (status === 'open' && attemptCount > 0))
    .map(({ id, status }) => ({ key: id, isOver: status !== 'open' }));
  const problems = matters(end, 'dunning', cases, failing);
  return check('failed payments', told(cases), problems, failing.length + cases.size === 0);
};

const OVER = new Set(['won', 'lost', 'warning_closed']);

/** Every dispute that wanted an answer was followed to its end. */
export const checkDisputes = (end: EndState, all: readonly Case[]): Check => {
  const cases = casesOf(all, 'disputes');
  const known = end.disputes
    .filter(({ id, status }) => cases.has(id) || status === 'needs_response')
    .map(({ id, status }) => ({ key: id, isOver: OVER.has(status) }));
  const problems = matters(end, 'disputes', cases, known);
  return check('disputes', told(cases), problems, known.length + cases.size === 0);
};

/** Every deal that was won since the beginning was onboarded once, or is held with the reason. */
export const checkDeals = (end: EndState, all: readonly Case[], since: Date): Check => {
  const cases = casesOf(all, 'closed-won');
  // People have typed some of them, with spaces around.
  const pages = Map.groupBy(end.onboarding, ({ properties }) =>
    textOf(properties['HubSpot ID']?.value).trim(),
  );
  const won = end.wonDeals.filter(
    ({ deal }) => deal.closeAt !== null && deal.closeAt >= since && deal.kind !== 'existingbusiness',
  );
  const problems = won.flatMap(({ deal, companyIds }) => {
    const found = cases.get(deal.id);
    if (found === undefined) return [`deal ${deal.id} was won and nobody took it up`];
    if (found.status === 'held') return [];
    const [companyId = ''] = companyIds;
    const made = pages.get(companyId)?.length ?? 0;
    return made === 1 ? [] : [`deal ${deal.id}: company ${companyId} has ${made} onboarding pages`];
  });
  const isIdle = won.length + cases.size === 0;
  return check('won deals', `${won.length} won; ${told(cases)}`, problems, isIdle);
};

/** No write was made twice. */
export const checkEffects = (effects: readonly Effect[]): Check => {
  const ours = effects.filter(({ creates }) => creates > 0);
  const problems = ours
    .filter(({ creates }) => creates > 1)
    .map(({ vendor, object, key, creates }) => `${vendor} ${object} ${key} was made ${creates} times`);
  return check(
    'duplicate effects',
    `${ours.length} things made at the vendors, ${problems.length} of them twice`,
    problems,
  );
};

/** Each night has its digest. */
export const checkDigests = (end: EndState, days: readonly string[]): Check => {
  const digests = end.operations.filter(({ properties }) => textOf(properties['Kind']?.value) === 'Digest');
  const problems = digests.length === days.length ? [] : [`${days.length} nights, ${digests.length} pages`];
  return check('digests', `${digests.length} pages for ${days.length} nights`, problems);
};

/** Nothing is left to do and nothing failed. */
export const checkTasks = (tasks: Readonly<Record<string, number | undefined>>): Check => {
  const left = ['pending', 'in_progress', 'waiting', 'failed'].filter((status) => (tasks[status] ?? 0) > 0);
  const says = `${tasks['completed'] ?? 0} tasks completed`;
  return check(
    'stuck tasks',
    says,
    left.map((status) => `${tasks[status] ?? 0} ${status}`),
  );
};
