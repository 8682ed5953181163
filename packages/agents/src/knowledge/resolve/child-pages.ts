const PAGE_TAG =
  /<page\b[^>]*\burl="[^"]*?([\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12})[^"]*"/giu;

const dashed = (id: string): string =>
  id
    .replaceAll('-', '')
    .toLowerCase()
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** The pages right below a page, by its Markdown as Notion writes it: search may not know of them. */
export const childPagesIn = (markdown: string): readonly string[] => [
  ...new Set(Array.from(markdown.matchAll(PAGE_TAG), ([, id = '']) => dashed(id))),
];
