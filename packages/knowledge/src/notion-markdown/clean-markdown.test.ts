import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanMarkdown } from './clean-markdown.ts';

const pageId = '11112222-3333-4444-5555-666677778888';
const clean = (...lines: readonly string[]): string => cleanMarkdown(lines.join('\n'), { pageId });

describe('cleanMarkdown', () => {
  it('keeps headings and text and drops their colours', () => {
    expect(clean('# Refunds {color="blue"}', 'Who may **refund** what. {color="gray_bg"}', '---')).toBe(
      '# Refunds\n\nWho may **refund** what.\n\n---',
    );
  });

  it('keeps bold what was made bold together with a blank', () => {
    expect(clean('**In short: **ask **  first **, ~~never ~~later.')).toBe(
      '**In short:** ask   **first** , ~~never~~ later.',
    );
  });

  it('nests lists of all kinds', () => {
    expect(clean('- one', '\t- deeper', '\t\t1. first', '\t\t2. second', '- two')).toBe(
      '- one\n  - deeper\n    1. first\n    2. second\n- two',
    );
  });

  it('keeps what is done of a list of tasks', () => {
    expect(clean('- [x] sign', '- [ ] send')).toBe('- [x] sign\n- [ ] send');
  });

  it('keeps code with its language, as it is', () => {
    expect(clean('- run', '\t```sql', '\tselect *', '\t  from a_b; -- <b>{x="y"}', '\t```')).toBe(
      '- run\n  ```sql\n  select *\n    from a_b; -- <b>{x="y"}\n  ```',
    );
  });

  it('turns tables of tags into tables of pipes', () => {
    expect(
      clean(
        '<table header-row="true">',
        '<colgroup>',
        '<col color="red">',
        '</colgroup>',
        '<tr>',
        '<td>Plan</td>',
        '<td>Price</td>',
        '</tr>',
        '<tr color="blue">',
        '<td>**Pro**</td>',
        '<td>49 | month<br>net</td>',
        '</tr>',
        '</table>',
      ),
    ).toBe('| Plan | Price |\n| - | - |\n| **Pro** | 49 \\| month net |');
  });

  it('makes quotes of callouts in both spellings, icon first', () => {
    expect(clean('<callout icon="💡" color="gray_bg">', '\tAsk first.', '\t- then act', '</callout>')).toBe(
      '> 💡 Ask first.\n>\n> - then act',
    );
    expect(clean('::: callout {icon="⚠️" color="red"}', 'Stop.', ':::', 'After.')).toBe(
      '> ⚠️ Stop.\n\nAfter.',
    );
  });

  it('opens toggles, columns and synced blocks', () => {
    expect(clean('<details color="red">', '<summary>Why now?</summary>', '\tBecause.', '</details>')).toBe(
      '**Why now?**\n\nBecause.',
    );
    expect(
      clean(
        '<columns>',
        '\t<column>',
        '\t\tLeft',
        '\t</column>',
        '\t<column>',
        '\t\tRight',
        '\t</column>',
        '</columns>',
      ),
    ).toBe('Left\n\nRight');
    expect(
      clean(
        '<synced_block_reference url="{{https://notion.so/a}}">',
        '\tShared.',
        '</synced_block_reference>',
      ),
    ).toBe('Shared.');
    expect(clean('# Later {toggle="true"}', '\tHidden.')).toBe('# Later\n\nHidden.');
  });

  it('names people, pages and days that are mentioned', () => {
    expect(
      clean(
        'Ask <mention-user url="{{user://1}}">Ada</mention-user> by <mention-date start="2026-03-01"/>, see ' +
          '<mention-page url="https://www.notion.so/abc">Refunds</mention-page>.',
      ),
    ).toBe('Ask @Ada by 2026-03-01, see [Refunds](https://www.notion.so/abc).');
  });

  it('writes equations as code', () => {
    expect(clean('Score $`a_b + 1`$ or $x^2$, not \\$5.', '$$', 'E = mc^2', '$$')).toBe(
      'Score `a_b + 1` or `x^2`, not $5.\n\n```math\nE = mc^2\n```',
    );
  });

  it('never keeps a link that expires', () => {
    const signed = 'https://prod-files-secure.s3.us-west-2.amazonaws.com/w/f/a.png?X-Amz-Signature=s';
    const stable = 'https://www.notion.so/11112222333344445555666677778888#file=';
    expect(
      clean(
        `![Chart](${signed})`,
        `<pdf src="{{${signed}}}">Contract</pdf>`,
        `<file src="${signed}"></file>`,
      ),
    ).toBe(`![Chart](${stable}a.png)\n\n[Contract](${stable}a.png)\n\n[a.png](${stable}a.png)`);
  });

  it('links to the pages and databases below', () => {
    expect(
      clean(
        '<page url="https://www.notion.so/p">Handbook</page>',
        '<database url="https://www.notion.so/d" inline="true">Deals</database>',
      ),
    ).toBe('[Handbook](https://www.notion.so/p)\n\n[Deals](https://www.notion.so/d)');
  });

  it('takes tags that it does not know for their text', () => {
    expect(
      clean(
        '<newfangled size="3">',
        '\tInside <glow>and</glow> out.',
        '</newfangled>',
        '<unknown url="u" alt="bookmark"/>',
      ),
    ).toBe('Inside and out.');
    expect(clean('<span underline="true">Under</span> <br>a < b')).toBe('Under\\\na < b');
  });

  it('does not take the beginning of a text for a list or a heading', () => {
    expect(clean('- 1986. A great year', '- # not a heading')).toBe(
      '- 1986\\. A great year\n- \\# not a heading',
    );
  });

  it('reads on where a line closes what nobody opened', () => {
    expect(clean('one', '</callout>', 'two')).toBe('one\n\ntwo');
  });

  it('takes any text and keeps no signature of it', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        '<callout>',
        '</callout>',
        '\t',
        '- ',
        '```',
        '$$',
        '<table>',
        '<td>',
        '**',
        '`',
        '[',
        '](',
        '\\',
        '{{',
        '\n',
        '> ',
      ),
      fc.constant('![x](https://s3.amazonaws.com/f/x.png?X-Amz-Signature=secret)'),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const once = cleanMarkdown(pieces.join(''), { pageId });
        expect(once).not.toContain('=secret');
      }),
    );
  });
});
