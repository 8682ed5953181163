import type { Why } from '@sherpa/api';
import { plain } from '../output/plain.ts';

/** When, for people; to the second, since causes are often seconds apart. */
export const atText = (moment: string): string => `${moment.slice(0, 19).replace('T', ' ')} UTC`;

type Origin = Why['origin'];

const webhookText = (
  { vendor, type }: Extract<Origin, { kind: 'webhook' }>,
  { tasks: [first] }: Pick<Why, 'tasks'>,
): string => {
  const count = (first?.webhooks.length ?? 0) + (first?.leftOut.webhooks ?? 0);
  return count > 1
    ? `${count} webhooks of ${vendor}, of which the first is ${plain(type)}`
    : `a webhook of ${vendor}: ${plain(type)}`;
};

const scheduleText = ({ agent, type, name, tick }: Extract<Origin, { kind: 'schedule' }>): string => {
  const of = `${plain(agent)} ${plain(type)}`;
  const what = name === null ? `a schedule of ${of} that is gone` : `the schedule "${plain(name)}" of ${of}`;
  return tick === null ? `${what}, run by hand` : `${what}, at its tick of ${atText(tick)}`;
};

/** What began it, as the end of a sentence. */
export const originText = (why: Pick<Why, 'origin' | 'tasks'>): string => {
  const { origin } = why;
  switch (origin.kind) {
    case 'webhook':
      return webhookText(origin, why);
    case 'schedule':
      return scheduleText(origin);
    case 'api':
      return 'a script or a person, over the API';
    case 'adopted':
      return 'a job that somebody put into the queue';
    case 'dry-run':
      return 'a dry run';
    case 'case':
      return `a person who released the case ${origin.caseId}`;
    case 'purged':
      return `the task ${origin.taskId} of ${atText(origin.at)}, whose history is not kept any more`;
    case 'unknown':
      return `something that is not on record: ${origin.reason}`;
  }
};
