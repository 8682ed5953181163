import { defineWorkflow, idSchema } from '@sherpa/core';
import { z } from 'zod';

const share = z.number().min(0).max(1);

/** Answers in the words of the pages themselves. */
export const answers = defineWorkflow({
  name: 'answers',
  description:
    'Answers questions with sentences of the knowledge base, each with its page; never in words of its own.',
  settings: z.strictObject({
    sureFrom: share.default(0.62).describe('How much of a question a sentence has to hold to be an answer.'),
    unsureFrom: share.default(0.4).describe('From here on it is shown as a guess; below, nothing is.'),
    pagesRead: z
      .int()
      .min(1)
      .max(50)
      .default(10)
      .describe('How many pages are looked through for a question.'),
  }),
});

const pageFields = { pageId: idSchema, title: z.string(), url: z.string().nullable() };

export const answerTasks = {
  'question.answer': {
    description: 'Answers a question with the sentences of the knowledge base that hold most of it.',
    // Somebody waits for it.
    priority: 10,
    payload: z.strictObject({
      question: z.string().trim().min(1).max(1_000),
      limit: z.int().min(1).max(10).default(3).describe('How many sentences at most.'),
      includeOwn: z
        .boolean()
        .default(false)
        .describe('Whether pages that Sherpa writes itself, such as cases and digests, may answer.'),
    }),
    result: z.object({
      verdict: z
        .enum(['found', 'unsure', 'nothing'])
        .describe('`unsure`: it may be about something else. `nothing`: only the closest pages are named.'),
      answers: z.array(
        z.object({ text: z.string(), ...pageFields, heading: z.string().nullable(), score: z.number() }),
      ),
      closest: z.array(z.object(pageFields)),
    }),
  },
} as const;

export type Answered = z.output<(typeof answerTasks)['question.answer']['result']>;
