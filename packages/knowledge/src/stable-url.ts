/** Query members by which stores of files sign a link for a while. */
const SIGNATURES = ['X-Amz-Signature', 'Signature', 'sig', 'expirationTimestamp'];
const NOTION_FILES = /(?:^|\.)(?:file\.notion\.so|notion-static\.com|notionusercontent\.com)$/u;

const parseUrl = (url: string): URL | undefined => (URL.canParse(url) ? new URL(url) : undefined);

const isExpiring = (url: URL): boolean =>
  SIGNATURES.some((name) => url.searchParams.has(name)) || NOTION_FILES.test(url.hostname);

/** A page of Notion by its id, whatever dashes it has. */
export const notionPageUrl = (pageId: string): string =>
  `https://www.notion.so/${pageId.replaceAll('-', '')}`;

/** Where a file belongs: its page, and its block where that is known. */
export interface FilePlace {
  readonly pageId: string;
  readonly blockId?: string | undefined;
}

const fileName = (url: URL): string => url.pathname.split('/').at(-1) ?? '';

/**
 * The link, or for one that expires (Notion signs its files for an hour) a link to the place that shows
 * the file: the block of its page, else the page with the file's name.
 */
export const stableUrl = (text: string, { pageId, blockId }: FilePlace): string => {
  const bare = text.replace(/^\{\{(.*)\}\}$/u, '$1');
  const url = parseUrl(bare);
  if (url === undefined || !isExpiring(url)) return bare;
  const fragment = blockId === undefined ? `file=${fileName(url)}` : blockId.replaceAll('-', '');
  return `${notionPageUrl(pageId)}#${fragment}`;
};

const URLS = /https?:\/\/[^\s)>\]"'`]+/gu;

/** The text without any link that expires, wherever one stands. */
export const withStableUrls = (text: string, place: FilePlace): string =>
  text.replaceAll(URLS, (url) => stableUrl(url, place));
