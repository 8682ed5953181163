import { describe, expect, it } from 'vitest';
import { toTaskError } from './outcome.ts';

describe('an error as the ledger keeps it', () => {
  it('says where an unexpected one was thrown, and nothing of its message', () => {
    const error = toTaskError(new TypeError('cannot reach\nat ada@example.com:1:2\n    at her home'));
    expect(JSON.stringify(error)).not.toMatch(/ada|home/u);
    expect(error.details).toMatchObject({
      thrown: 'TypeError',
      at: expect.stringMatching(/outcome\.test\.ts/u),
    });
  });
});
