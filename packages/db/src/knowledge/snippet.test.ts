import { describe, expect, it } from 'vitest';
import { makeSnippet, MARKS } from './snippet.ts';

const mark = (text: string, ...words: readonly string[]): string =>
  text.replaceAll(new RegExp(`\\b(${words.join('|')})\\b`, 'gu'), `${MARKS.start}$1${MARKS.end}`);
const shown = (text: string, ...words: readonly string[]): string =>
  makeSnippet(text, mark(text, ...words))
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('');

const filler = 'and so it goes on for a while '.repeat(20);

describe('makeSnippet', () => {
  it('shows a short passage whole, in one line', () => {
    expect(shown('Who pays:\n- the *refund* team', 'refund')).toBe('Who pays: - the *[refund]* team');
  });

  it('shows where the most of the words stand together', () => {
    const snippet = shown(`refund first ${filler}the refund policy of today ${filler}`, 'refund', 'policy');
    expect(snippet).toContain('[refund] [policy] of today');
    expect(snippet.startsWith('… ')).toBe(true);
    expect(snippet.endsWith(' …')).toBe(true);
    expect(snippet.length).toBeLessThan(260);
  });

  it('shows the beginning where nothing of the passage itself matched', () => {
    expect(shown(filler, 'nothing').startsWith('and so it goes')).toBe(true);
    expect(makeSnippet('', '')).toEqual([]);
  });

  it('marks nothing rather than the wrong words when the texts differ', () => {
    expect(makeSnippet('a refund', `${MARKS.start}ref${MARKS.end}`)).toEqual([
      { text: 'a refund', isMatch: false },
    ]);
  });

  it('cuts no word', () => {
    const words = new Set(filler.split(' '));
    const inside = shown(`${filler}refund ${filler}`, 'refund')
      .replaceAll(/[[\]…]/gu, '')
      .trim()
      .split(/\s+/u);
    for (const word of inside) expect(word === 'refund' || words.has(word), word).toBe(true);
  });
});
