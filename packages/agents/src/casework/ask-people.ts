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

/** What the approvers of the company say to a question of that name, which is asked once. */
export const askApprovers = async (
  ctx: Pick<CaseContext, 'settings'> & Pick<Waiting, 'approval'>,
  name: string,
  { title, detail, days }: Question,
): Promise<'yes' | 'no' | 'nothing'> => {
  const { approvers } = await ctx.settings(company);
  const question = { title, detail, askedOf: approvers, expiresInMs: days * DAY_MS };
  const { approved, kind } = await ctx.approval(name, question);
  if (approved) return 'yes';
  return kind === 'decided' ? 'no' : 'nothing';
};

/** Asks people whether a case may go on. Where they said no it is closed, where nobody answered in time held. */
export const askPeople = async (
  ctx: Pick<CaseContext, 'settings' | 'cases'> & Pick<Waiting, 'approval'>,
  { workflow, key, subject }: CaseOf,
  question: Question,
): Promise<'approved' | 'refused' | 'held'> => {
  const answer = await askApprovers(ctx, workflow.name, question);
  if (answer === 'yes') return 'approved';
  if (answer === 'no') {
    await ctx.cases(workflow).close(key, 'refused');
    return 'refused';
  }
  await ctx.cases(workflow).hold(key, { subject, reason: 'Nobody has answered whether it may go on.' });
  return 'held';
};
