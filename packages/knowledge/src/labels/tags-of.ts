import { toLabels } from './label.ts';
import { namesOf, valuesOf, type PageProperties } from './property.ts';

/** What tags and category are made of. */
export interface PageFacts {
  readonly title: string;
  readonly path: readonly string[];
  readonly properties: PageProperties;
  readonly headings: readonly string[];
}

const TAG_PROPERTIES = [
  'tag',
  'tags',
  'label',
  'labels',
  'topic',
  'topics',
  'team',
  'teams',
  'area',
  'areas',
];
const MAX_TAGS = 20;
const HASHTAG = /(?<![\p{L}\p{N}])#([\p{L}][\p{L}\p{N}_-]{1,40})/gu;

const hashtags = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => Array.from(text.matchAll(HASHTAG), ([, tag = '']) => tag));

const multiSelects = (properties: PageProperties): string[] =>
  Object.values(properties).flatMap((property) =>
    typeof property === 'object' &&
    property !== null &&
    'type' in property &&
    property.type === 'multi_select'
      ? namesOf(property)
      : [],
  );

/** The tags of a page: what its properties say, else any choice of several, the page right above it, and hashtags in headings. */
export const tagsOf = ({ title, path, properties, headings }: PageFacts): string[] => {
  const told = valuesOf(properties, TAG_PROPERTIES);
  const chosen = told.length > 0 ? told : multiSelects(properties);
  return toLabels([...chosen, ...path.slice(-1), ...hashtags([title, ...headings])]).slice(0, MAX_TAGS);
};
