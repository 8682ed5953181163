/** A tag that begins a line, as in `<callout icon="💡">`. */
export interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Whether nothing can be inside it. */
  readonly isEmpty: boolean;
  /** What follows it in its line. */
  readonly rest: string;
}

const OPENING = /^<([a-z][\w-]*)((?:\s+[\w-]+(?:="[^"]*")?)*)\s*(\/?)>(.*)$/u;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/gu;

const ENTITIES: Readonly<Record<string, string>> = {
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

const unescape = (text: string): string =>
  text.replaceAll(/&(?:quot|lt|gt|amp);/gu, (entity) => ENTITIES[entity] ?? entity);

/** The attributes of a tag or of a block's list of attributes. */
export const parseAttributes = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Array.from(text.matchAll(ATTRIBUTE), ([, name = '', value = '']) => [name, unescape(value)]),
  );

/** The tag that the line begins with, or undefined. */
export const parseTag = (line: string): Tag | undefined => {
  const found = OPENING.exec(line);
  if (found === null) return undefined;
  const [, name = '', attributes = '', slash = '', rest = ''] = found;
  return { name, attributes: parseAttributes(attributes), isEmpty: slash === '/', rest };
};

/** Whether the line ends something that a tag or a fence of colons began. */
export const isClosing = (text: string): boolean => /^<\/[a-z][\w-]*>$/u.test(text) || /^:{3,}$/u.test(text);
