import { describe, expect, it } from 'vitest';
import { closest } from './spelling.ts';

describe('closest', () => {
  it.each([
    ['refnud', ['fund', 'refund', 'refunds'], 'refund'],
    ['onbording', ['boarding', 'onboarding'], 'onboarding'],
    ['escallation', ['escalations', 'escalation'], 'escalation'],
    ['plna', ['plan', 'plant'], 'plan'],
  ])('finds what was meant by %s', (word, candidates, meant) => {
    expect(closest(word, candidates)).toBe(meant);
  });

  it('guesses nothing far away', () => {
    expect(closest('zebra', ['webinar', 'zone'])).toBeUndefined();
    expect(closest('cat', ['dog'])).toBeUndefined();
  });
});
