import { describe, expect, it } from 'vitest';
import { stableUrl } from './stable-url.ts';

const pageId = '11112222-3333-4444-5555-666677778888';

describe('stableUrl', () => {
  it('keeps a link that does not expire', () => {
    expect(stableUrl('https://example.com/logo.png?size=2', { pageId })).toBe(
      'https://example.com/logo.png?size=2',
    );
    expect(stableUrl('/relative', { pageId })).toBe('/relative');
  });

  it.each([
    'https://prod-files-secure.s3.us-west-2.amazonaws.com/w/f/plan.pdf?X-Amz-Expires=3600&X-Amz-Signature=abc',
    'https://file.notion.so/f/f/w/plan.pdf?table=block&expirationTimestamp=1&signature=x',
    '{{https://s3.us-west-2.amazonaws.com/secure.notion-static.com/f/plan.pdf?X-Amz-Signature=abc}}',
  ])('names page and file instead of a signed link: %s', (signed) => {
    expect(stableUrl(signed, { pageId })).toBe(
      'https://www.notion.so/11112222333344445555666677778888#file=plan.pdf',
    );
  });

  it('names the block where it is known', () => {
    const signed = 'https://s3.amazonaws.com/x/plan.pdf?X-Amz-Signature=abc';
    expect(stableUrl(signed, { pageId, blockId: 'aaaa-bbbb' })).toBe(
      'https://www.notion.so/11112222333344445555666677778888#aaaabbbb',
    );
  });
});
