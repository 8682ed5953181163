import { describe, expect, it } from 'vitest';
import { makeReleasers } from './releasers.ts';

describe('makeReleasers', () => {
  it('lets go of the last first, and of all though one fails', async () => {
    const order: string[] = [];
    const releasers = makeReleasers();
    releasers.add(async () => void order.push('first'));
    releasers.add(async () => {
      order.push('second');
      throw new Error('stuck');
    });
    releasers.add(async () => void order.push('third'));
    await expect(releasers.releaseAll()).rejects.toThrow('stuck');
    expect(order).toEqual(['third', 'second', 'first']);
  });
});
