import { expect, test } from 'vitest';
import { readLiveKeys } from './live-keys.ts';
import { notTestedNotice } from './not-tested-notice.ts';

const all = {
  HUBSPOT_ACCESS_TOKEN: 'pat-na1-1',
  STRIPE_API_KEY: 'rk_test_1',
  NOTION_ACCESS_TOKEN: 'ntn_1',
  NOTION_PARENT_PAGE_ID: 'page',
};

test('an environment without keys has each vendor named, with what to set', () => {
  const read = readLiveKeys({});
  expect(read.keys).toEqual({});
  const notice = notTestedNotice(read) ?? '';
  expect(notice).toContain('HubSpot is NOT TESTED: all of its cases are SKIPPED. Set HUBSPOT_ACCESS_TOKEN.');
  expect(notice).toContain('Stripe is NOT TESTED: all of its cases are SKIPPED. Set STRIPE_API_KEY.');
  expect(notice).toContain('Set NOTION_ACCESS_TOKEN and NOTION_PARENT_PAGE_ID.');
});

test('an empty variable and half of what a vendor needs are told as missing', () => {
  const read = readLiveKeys({ ...all, HUBSPOT_ACCESS_TOKEN: ' ', NOTION_PARENT_PAGE_ID: undefined });
  expect(read.missing).toEqual({ HubSpot: ['HUBSPOT_ACCESS_TOKEN'], Notion: ['NOTION_PARENT_PAGE_ID'] });
  expect(read.keys).toEqual({ stripe: { apiKey: 'rk_test_1' } });
  expect(notTestedNotice(read)).not.toContain('Stripe');
});

test('nothing is told where nothing is missing', () => {
  const read = readLiveKeys(all);
  expect(Object.keys(read.keys)).toEqual(['hubspot', 'stripe', 'notion']);
  expect(notTestedNotice(read)).toBeUndefined();
});

test.each(['sk_live_1234', 'rk_live_1234', 'pk_test_1234'])(
  'the key %s is refused, and not repeated',
  (key) => {
    const read = () => readLiveKeys({ ...all, STRIPE_API_KEY: key });
    expect(read).toThrow('STRIPE_API_KEY must start with sk_test_ or rk_test_');
    expect(read).not.toThrow('1234');
  },
);
