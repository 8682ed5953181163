import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkMarkdown } from './chunk-markdown.ts';

const sentence = (of: string): string => `${of} ${'goes on and on '.repeat(10).trim()}.`;
const long = (of: string): string =>
  Array.from({ length: 5 }, (_, index) => sentence(`${of} ${index}`)).join(' ');

describe('chunkMarkdown', () => {
  it('keeps a short page in one passage that knows all its headings', () => {
    expect(chunkMarkdown('# Refunds\n\nWho pays.\n\n## Limits\n\nUp to **500**.')).toEqual([
      {
        position: 0,
        headingPath: ['Refunds'],
        headings: ['Refunds', 'Limits'],
        text: 'Who pays.\n\nLimits\n\nUp to 500.',
      },
    ]);
  });

  it('begins a passage with each section that is long, below the headings above it', () => {
    const chunks = chunkMarkdown(
      `# One\n\n${long('a')}\n\n## Two\n\n${long('b')}\n\n# Three\n\n${long('c')}`,
    );
    expect(chunks.map(({ headingPath }) => headingPath)).toEqual([['One'], ['One', 'Two'], ['Three']]);
  });

  it('cuts a long text between sentences and repeats the last one', () => {
    const [first, second] = chunkMarkdown(`${long('Alpha')}\n\n${long('Beta')}`);
    expect(first?.text.length).toBeLessThanOrEqual(1_200);
    const lastOfFirst = first?.text.split(/(?<=[.])\s/u).at(-1) ?? '?';
    expect(second?.text.startsWith(lastOfFirst)).toBe(true);
  });

  it('never cuts code', () => {
    const code = 'line of code\n'.repeat(200).trimEnd();
    const chunks = chunkMarkdown(`${long('a')}\n\n\`\`\`sh\n${code}\n\`\`\`\n\n${long('b')}`);
    expect(chunks.filter(({ text }) => text.includes('line of code')).map(({ text }) => text)).toEqual([
      code,
    ]);
  });

  it('never cuts a row of a table', () => {
    const rows = Array.from({ length: 60 }, (_, index) => `| row ${index} | ${'x'.repeat(40)} |`);
    const chunks = chunkMarkdown(['| a | b |', '| - | - |', ...rows].join('\n'));
    expect(chunks.length).toBeGreaterThan(1);
    const lines = chunks.flatMap(({ text }) => text.split('\n'));
    expect(lines).toEqual(['a | b', ...rows.map((row) => row.slice(2, -2))]);
  });

  it('keeps nested lists in lines', () => {
    expect(chunkMarkdown('- one\n  - deeper\n- two')[0]?.text).toBe('- one\n  - deeper\n- two');
  });

  it('has one passage for a page without text', () => {
    expect(chunkMarkdown('')).toEqual([{ position: 0, headingPath: [], headings: [], text: '' }]);
  });

  it('loses no word of any text', () => {
    const word = fc.stringMatching(/^[a-z]{1,12}$/u);
    const paragraph = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(fc.array(paragraph, { minLength: 1, maxLength: 30 }), (paragraphs) => {
        const chunks = chunkMarkdown(paragraphs.join('\n\n'));
        const text = chunks.map((chunk) => chunk.text).join('\n\n');
        for (const part of paragraphs) expect(text).toContain(part);
        for (const chunk of chunks) expect(chunk.text.length).toBeLessThanOrEqual(1_600);
      }),
    );
  });
});
