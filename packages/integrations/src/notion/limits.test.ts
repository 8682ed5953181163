import { expect, it } from 'vitest';
import { notionLimits } from './limits.ts';

it('Notion’s limit is three calls in any second, whatever the operation', () => {
  const { windows, windowsOf } = notionLimits();
  expect(windowsOf('pages.get')).toEqual(['average']);
  expect(windows).toEqual({ average: { limit: 3, windowMs: 1_000 } });
  expect(notionLimits({ perSecond: 10 }).windows['average']?.limit).toBe(10);
});
