import { expect, test } from 'vitest';
import { noRedisNotice } from './no-redis-notice.ts';

test('the notice says that tests are skipped and why each way failed', () => {
  const notice = noRedisNotice([
    { way: 'Docker', reason: 'no daemon' },
    { way: 'PATH', reason: 'no binary' },
  ]);

  expect(notice).toContain('SKIPPED');
  expect(notice).toContain('- Docker: no daemon\n    - PATH: no binary');
});
