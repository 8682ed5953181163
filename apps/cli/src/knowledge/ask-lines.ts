import { z } from 'zod';
import { plain } from '../output/plain.ts';
import type { Terminal } from '../output/terminal.ts';

type Style = Terminal['style'];

const page = { title: z.string(), url: z.string().nullable() };

/** What `question.answer` of knowledge comes to. */
export const askedSchema = z.object({
  verdict: z.enum(['found', 'unsure', 'nothing']),
  answers: z.array(z.object({ ...page, text: z.string(), heading: z.string().nullable() })),
  closest: z.array(z.object(page)),
});

type Asked = z.output<typeof askedSchema>;
type Page = Pick<Asked['closest'][number], 'title' | 'url'>;

const linkOf = ({ title, url }: Page): string => `${plain(title)}${url === null ? '' : `  ${plain(url)}`}`;

const HEADS = {
  found: undefined,
  unsure: 'Not sure; this comes closest:',
  nothing: 'Nothing that answers this is written down.',
} as const;

/** An answer for people: sentences, each with where it stands; where there is none, the closest pages. */
export const toAskLines = ({ verdict, answers, closest }: Asked, style: Style): readonly string[] => {
  const head = HEADS[verdict];
  const told = answers.flatMap(({ text, heading, ...of }) => [
    style('bold', plain(text)),
    `  ${style('dim', `${linkOf(of)}${heading === null ? '' : `  › ${plain(heading)}`}`)}`,
  ]);
  const near = verdict === 'nothing' && closest.length > 0 ? ['Pages that come closest:'] : [];
  const pages = near.length === 0 ? [] : closest.map((one) => `  ${linkOf(one)}`);
  return [...(head === undefined ? [] : [head]), ...told, ...near, ...pages];
};
