import { describe, expect, it } from 'vitest';
import { blocksToMarkdown } from './blocks-to-markdown.ts';

const pageId = 'aaaa-0000';
const text = (plain_text: string, annotations: object = {}, href: string | null = null) => ({
  type: 'text',
  plain_text,
  href,
  annotations: {
    bold: false,
    italic: false,
    strikethrough: false,
    underline: false,
    code: false,
    color: 'default',
    ...annotations,
  },
});
const block = (type: string, data: object, children: readonly unknown[] = []) => ({
  object: 'block',
  id: 'b10c-1',
  type,
  has_children: children.length > 0,
  [type]: data,
  children,
});
const write = (...blocks: readonly unknown[]): string => blocksToMarkdown(blocks, { pageId });

describe('blocksToMarkdown', () => {
  it('writes text with its marks and links, blanks outside of them', () => {
    expect(
      write(
        block('heading_2', { rich_text: [text('Refunds')], is_toggleable: false }),
        block('paragraph', {
          rich_text: [
            text('Pay '),
            text('back ', { bold: true }),
            text('here', { code: true }, 'https://a.test'),
          ],
        }),
      ),
    ).toBe('## Refunds\n\nPay **back** [`here`](https://a.test)');
  });

  it('nests lists and keeps what is done', () => {
    expect(
      write(
        block('bulleted_list_item', { rich_text: [text('one')] }, [
          block('numbered_list_item', { rich_text: [text('first')] }),
          block('numbered_list_item', { rich_text: [text('second')] }),
        ]),
        block('to_do', { rich_text: [text('done')], checked: true }),
      ),
    ).toBe('- one\n  1. first\n  2. second\n- [x] done');
  });

  it('writes tables, code, equations and callouts', () => {
    expect(
      write(
        block('table', { table_width: 2 }, [
          block('table_row', { cells: [[text('Plan')], [text('Price')]] }),
          block('table_row', { cells: [[text('Pro')], [text('49')]] }),
        ]),
        block('code', { rich_text: [text('select 1')], language: 'sql' }),
        block('equation', { expression: 'E = mc^2' }),
        block('callout', { rich_text: [text('Ask first.')], icon: { type: 'emoji', emoji: '💡' } }),
      ),
    ).toBe(
      '| Plan | Price |\n| - | - |\n| Pro | 49 |\n\n```sql\nselect 1\n```\n\n```math\nE = mc^2\n```\n\n> 💡 Ask first.',
    );
  });

  it('opens columns, synced blocks and kinds that it does not know', () => {
    const inner = block('paragraph', { rich_text: [text('Inside')] });
    expect(
      write(
        block('column_list', {}, [block('column', { width_ratio: 0.5 }, [inner])]),
        block('synced_block', { synced_from: null }, [inner]),
        block('hologram', { rich_text: [text('New')], depth: 3 }, [inner]),
        block('unsupported', {}),
        'no block at all',
      ),
    ).toBe('Inside\n\nInside\n\nNew\n\nInside');
  });

  it('names page and block instead of a link that expires', () => {
    const url = 'https://s3.amazonaws.com/x/a.png?X-Amz-Signature=s';
    expect(
      write(block('image', { type: 'file', caption: [text('Chart')], file: { url, expiry_time: 'soon' } })),
    ).toBe('![Chart](https://www.notion.so/aaaa0000#b10c1)');
  });
});
