import { toLabel } from './label.ts';
import { valuesOf } from './property.ts';
import type { PageFacts } from './tags-of.ts';

const CATEGORY_PROPERTIES = ['category', 'kind', 'type', 'doc type', 'document type'];

/** Words that tell what kind of page it is, wherever they stand in a title; the first that fits counts. */
const kinds: readonly (readonly [string, RegExp])[] = [
  ['incident', /\b(?:incidents?|post-?mortems?|outages?)\b/iu],
  ['playbook', /\b(?:playbooks?|runbooks?|how to)\b/iu],
  ['policy', /\b(?:polic(?:y|ies)|code of conduct|guidelines?)\b/iu],
  ['onboarding', /\b(?:onboarding|kick-?off)\b/iu],
  ['meeting', /\b(?:meeting|minutes|1:1|stand-?up|retro(?:spective)?)\b/iu],
];

const kindOf = (text: string): string | undefined => kinds.find(([, pattern]) => pattern.test(text))?.[0];

/** The one category of a page: its property's, else what its title says, else the pages above, else its headings; null when nothing tells. */
export const categoryOf = ({ title, path, properties, headings }: PageFacts): string | null => {
  const [told] = valuesOf(properties, CATEGORY_PROPERTIES);
  if (told !== undefined && toLabel(told) !== '') return toLabel(told);
  const [outermost] = path;
  const fromPath = outermost === undefined ? undefined : toLabel(outermost);
  const guesses = [title, path.toReversed().join(' · ')].map(kindOf);
  return guesses.find((kind) => kind !== undefined) ?? fromPath ?? kindOf(headings.join(' · ')) ?? null;
};
