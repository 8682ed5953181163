/** A piece of a snippet, and whether it is what was looked for. */
export interface SnippetPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Stand around what was found. No text that is indexed holds them: `knowledge_plain` takes them out. */
export const MARKS = { start: '\u{e000}', end: '\u{e001}' } as const;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** About two lines. */
const LENGTH = 240;
/** What a reader needs before the first match. */
const BEFORE = 60;

const MARKED = new RegExp(`${MARKS.start}([^${MARKS.end}]*)${MARKS.end}`, 'gu');

/** Where the marks stand, in the text without them. */
const spansOf = (marked: string): Span[] => {
  let dropped = 0;
  return Array.from(marked.matchAll(MARKED), (found) => {
    const start = found.index - dropped;
    dropped += MARKS.start.length + MARKS.end.length;
    return { start, end: start + (found[1]?.length ?? 0) };
  });
};

const wordOf = (text: string, { start, end }: Span): string => text.slice(start, end).toLowerCase();

/** The window from one match on that holds the most different words, then the most matches; the first of equals. */
const bestStart = (text: string, spans: readonly Span[]): number => {
  let best = { start: 0, words: 0, matches: 0 };
  for (const { start } of spans) {
    const inside = spans.filter((span) => span.start >= start && span.end <= start + LENGTH - BEFORE);
    const words = new Set(inside.map((span) => wordOf(text, span))).size;
    if (words > best.words || (words === best.words && inside.length > best.matches))
      best = { start, words, matches: inside.length };
  }
  return best.start;
};

/** A window that begins and ends between words. */
const windowOf = (text: string, match: number): Span => {
  const wanted = Math.max(0, Math.min(match - BEFORE, text.length - LENGTH));
  const blank = text.slice(wanted, match).search(/\s/u);
  const start = wanted === 0 || blank === -1 ? wanted : wanted + blank + 1;
  const rest = text.slice(start, start + LENGTH);
  const isWhole = start + LENGTH >= text.length;
  return { start, end: start + (isWhole ? rest.length : Math.max(rest.lastIndexOf(' '), LENGTH / 2)) };
};

const partsOf = (text: string, window: Span, spans: readonly Span[]): SnippetPart[] => {
  const parts: SnippetPart[] = [];
  let at = window.start;
  for (const { start, end } of spans) {
    if (start < at || end > window.end) continue;
    parts.push(
      { text: text.slice(at, start), isMatch: false },
      { text: text.slice(start, end), isMatch: true },
    );
    at = end;
  }
  return [...parts, { text: text.slice(at, window.end), isMatch: false }];
};

const oneLine = (part: SnippetPart): SnippetPart => ({ ...part, text: part.text.replaceAll(/\s+/gu, ' ') });

/**
 * The two lines of a passage that show best why it was found. `marked` is the passage as it was indexed,
 * marks around what was found: character by character the same place as `text`.
 */
export const makeSnippet = (text: string, marked: string): SnippetPart[] => {
  const isAligned = marked.replaceAll(/[\u{e000}\u{e001}]/gu, '').length === text.length;
  const spans = isAligned ? spansOf(marked) : [];
  const window = windowOf(text, bestStart(text, spans));
  const parts = partsOf(text, window, spans);
  const before = window.start > 0 ? [{ text: '… ', isMatch: false }] : [];
  const after = window.end < text.length ? [{ text: ' …', isMatch: false }] : [];
  return [...before, ...parts, ...after].map(oneLine).filter((part) => part.text !== '');
};
