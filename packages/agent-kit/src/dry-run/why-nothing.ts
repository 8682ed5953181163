import type { DryRunPlan } from '@sherpa/core';
import type { SeenCase } from './seen-cases.ts';

const nameOf = ({ workflow, key }: SeenCase): string => `the ${workflow} case of ${key}`;

const because = ({ reason }: SeenCase): string => (reason === null ? '' : `: ${reason}`);

/** What a case that stays as it is says of why nothing is done. */
const standing = (one: SeenCase): string => {
  switch (one.becomes) {
    case null:
      return `there is no ${one.workflow} case of ${one.key}`;
    case 'open':
      return `${nameOf(one)} is open already`;
    case 'held':
      return `${nameOf(one)} is held already${because(one)}`;
    case 'closed':
      return `${nameOf(one)} has ended${because(one)}`;
  }
};

const moved = (one: SeenCase): string =>
  one.becomes === 'held'
    ? `${nameOf(one)} would be held for people${because(one)}`
    : `${nameOf(one)} would be ${one.becomes === 'closed' ? 'closed' : 'opened'}${because(one)}`;

const isIdle = (plan: DryRunPlan): boolean =>
  plan.stopped === null &&
  [plan.effects, plan.messages, plan.tasks, plan.events, plan.approvals].every((all) => all.length === 0) &&
  Object.keys(plan.state).length === 0;

/** As it is on its own: no full stop twice. */
const sentence = (head: string, reasons: readonly string[]): string => {
  const text = [head, ...reasons.slice(0, 1)].join(': ');
  const all = [text, ...reasons.slice(1)].join('; ');
  return all.endsWith('.') ? all : `${all}.`;
};

const stripped = (note: string): string => note.replace(/\.$/u, '');

/** In words that a dry run found nothing to do, and why as far as that is known; null where it found something. */
export const whyNothing = (plan: DryRunPlan, seen: readonly SeenCase[]): string | null => {
  if (!isIdle(plan)) return null;
  const changed = seen.filter((one) => one.was !== one.becomes);
  const left = seen.filter((one) => one.was === one.becomes);
  if (changed.length > 0) return sentence('Nothing but this would be done', changed.map(moved));
  return sentence('Nothing would be done', [...plan.notes.map(stripped), ...left.map(standing)]);
};
