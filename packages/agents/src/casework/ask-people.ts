import type { Waiting } from '@sherpa/agent-kit';
import type { Json } from '@sherpa/core';
import { company } from '../company.ts';
import type { CaseContext } from './case-context.ts';
import type { CaseOf } from './hold-unless-known.ts';

/** A question to the approvers of the company. */
export interface Question {
  readonly title: string;
  /** Ids, kinds and amounts; nothing personal. */
  readonly detail: Json;
  /** After how many days without an answer the case is held. */
  readonly days: number;
}

const DAY_MS = 86_400_000;

/** Asks people whether a case may go on. Where they said no it is closed, where nobody answered in time held. */
export const askPeople = async (
  ctx: Pick<CaseContext, 'settings' | 'cases'> & Pick<Waiting, 'approval'>,
  { workflow, key, subject }: CaseOf,
  { title, detail, days }: Question,
): Promise<'approved' | 'refused' | 'held'> => {
  const { approvers } = await ctx.settings(company);
  const question = { title, detail, askedOf: approvers, expiresInMs: days * DAY_MS };
  const { approved, kind } = await ctx.approval(workflow.name, question);
  if (approved) return 'approved';
  if (kind === 'decided') {
    await ctx.cases(workflow).close(key, 'refused');
    return 'refused';
  }
  await ctx.cases(workflow).hold(key, { subject, reason: 'Nobody has answered whether it may go on.' });
  return 'held';
};
