const SIGNS = /[\\*~`$[\]<>{}|^]/gu;

/** Words of people as Notion's Markdown takes them: on one line, and no sign of theirs means anything. */
export const plain = (text: string): string =>
  text
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .replaceAll(SIGNS, String.raw`\$&`);

/** A link where there is an address, else the words alone. */
export const link = (text: string, url: string | null): string =>
  url === null ? plain(text) : `[${plain(text)}](${url})`;

/** A heading and a list below it; nothing where there is nothing to list. */
export const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`## ${title}`, ...lines.map((line) => `- ${line}`)];
