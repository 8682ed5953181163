/** A line of Notion's Markdown, where the indentation is structure. */
export interface Line {
  readonly depth: number;
  /** Without indentation. */
  readonly text: string;
  /** As it was. */
  readonly raw: string;
}

/** Reads lines one after the other; blank ones are passed over. */
export interface LineReader {
  peek(): Line | undefined;
  take(): Line | undefined;
  /** The lines as they are, up to and without the one that ends them, which is taken too. */
  takeRaw(isEnd: (line: Line) => boolean): readonly Line[];
  /** Whether a line like this is still to come. */
  has(isWanted: (line: Line) => boolean): boolean;
}

/** A tab, or the spaces that others write instead. */
const INDENTATION = /^(?:\t| {2,4})*/u;
const ONE_STEP = /\t| {2,4}/gu;

const toLine = (raw: string): Line => {
  const [indentation = ''] = INDENTATION.exec(raw) ?? [];
  return { depth: indentation.match(ONE_STEP)?.length ?? 0, text: raw.slice(indentation.length).trim(), raw };
};

/** The line without so many steps of indentation. */
export const dedent = (raw: string, depth: number): string =>
  raw.replace(new RegExp(`^(?:\\t| {4}){0,${depth}}`, 'u'), '');

export const makeLineReader = (text: string): LineReader => {
  const lines = text.replaceAll('\r\n', '\n').split('\n').map(toLine);
  let at = 0;
  const skipBlank = (): void => {
    while (lines[at]?.text === '') at += 1;
  };
  return {
    peek: () => {
      skipBlank();
      return lines[at];
    },
    take: () => {
      skipBlank();
      at += 1;
      return lines[at - 1];
    },
    takeRaw: (isEnd) => {
      const taken: Line[] = [];
      for (; at < lines.length; at += 1) {
        const line = lines[at];
        if (line === undefined || isEnd(line)) break;
        taken.push(line);
      }
      at += 1;
      return taken;
    },
    has: (isWanted) => lines.slice(at).some(isWanted),
  };
};
