import type { PhrasingContent } from 'mdast';
import { stableUrl, type FilePlace } from '../stable-url.ts';
import type { RichText } from './block.ts';

const marks = [
  ['strikethrough', 'delete'],
  ['italic', 'emphasis'],
  ['bold', 'strong'],
] as const;

/** Marks do not hold where they begin or end with a blank, so blanks stand outside. */
const inMarks = (run: RichText, inner: PhrasingContent): PhrasingContent =>
  marks.reduce<PhrasingContent>(
    (node, [annotation, type]) => (run.annotations[annotation] ? { type, children: [node] } : node),
    inner,
  );

const textNode = (value: string): PhrasingContent[] => (value === '' ? [] : [{ type: 'text', value }]);

const toNode = (run: RichText, value: string, place: FilePlace): PhrasingContent => {
  const isCode = run.annotations.code || run.type === 'equation';
  const inner = inMarks(run, { type: isCode ? 'inlineCode' : 'text', value });
  if (run.href === null) return inner;
  return { type: 'link', url: stableUrl(run.href, place), children: [inner] };
};

/** Rich text as the content of a paragraph. */
export const toPhrasing = (runs: readonly RichText[], place: FilePlace): PhrasingContent[] =>
  runs.flatMap((run) => {
    const text = run.plain_text.replaceAll(/\s*\n\s*/gu, ' ');
    const [, before = '', value = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/u.exec(text) ?? [];
    if (value === '') return textNode(text);
    return [...textNode(before), toNode(run, value, place), ...textNode(after)];
  });

/** Its text alone. */
export const plainRichText = (runs: readonly RichText[]): string =>
  runs.map((run) => run.plain_text).join('');
