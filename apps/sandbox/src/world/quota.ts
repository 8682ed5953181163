import type { Random } from '../random.ts';

/**
 * `count` labels in random order, each as often as its share says, so that a world of one size has
 * the same counts under every seed. What the shares leave over gets `rest`.
 */
export const dealQuota = <T extends string>(
  random: Random,
  count: number,
  shares: Readonly<Partial<Record<T, number>>>,
  rest: T,
): T[] => {
  const labels: T[] = [];
  for (const [label, share] of entriesOf(shares)) {
    // Even a small world has one of each kind.
    const wanted = Math.max(Math.round(count * share), count >= 10 ? 1 : 0);
    for (let dealt = 0; dealt < wanted && labels.length < count; dealt += 1) labels.push(label);
  }
  while (labels.length < count) labels.push(rest);
  return random.shuffled(labels);
};

const entriesOf = <T extends string>(shares: Readonly<Partial<Record<T, number>>>): [T, number][] => {
  const entries: [T, number][] = [];
  for (const label in shares) {
    const share = shares[label];
    if (share !== undefined) entries.push([label, share]);
  }
  return entries;
};
