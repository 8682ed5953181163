const MAX_LENGTH = 60;

/** A word or two as a label that can be typed: lower case, dashes for blanks. */
export const toLabel = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '')
    .slice(0, MAX_LENGTH);

/** Labels in order, each once, none empty. */
export const toLabels = (texts: readonly string[]): string[] =>
  [...new Set(texts.map(toLabel))].filter((label) => label !== '');
