import type { Random } from '../random.ts';
import type { News } from './news.ts';
import type { WebhookMode } from './target.ts';

/** Some news, and how much later than now they go out. */
export interface Parcel {
  readonly news: readonly News[];
  readonly lateMs: number;
}

const chunked = (news: readonly News[], size: number): readonly (readonly News[])[] =>
  Array.from({ length: Math.ceil(news.length / size) }, (_unused, index) =>
    news.slice(index * size, (index + 1) * size),
  );

/** Notion tells once of what was changed several times within a short while. */
const aggregated = (news: readonly News[]): readonly News[] => {
  const last = new Map<unknown, News>();
  for (const one of news) {
    const key = one.vendor === 'notion' ? `${one.change.type} ${one.change.entity.id}` : one;
    last.delete(key);
    last.set(key, one);
  }
  return [...last.values()];
};

/** What was gathered as it goes out: some of it twice, some late, in any order, as the mode says. */
export const arrange = (
  random: Random,
  gathered: readonly News[],
  { mode, perRequest }: { readonly mode: WebhookMode; readonly perRequest: number },
): readonly Parcel[] => {
  const inOrder = <T>(items: readonly T[]): readonly T[] => (mode.shuffle ? random.shuffled(items) : items);
  const news = aggregated(gathered);
  const twice = mode.duplicateShare === 0 ? [] : news.filter(() => random.chance(mode.duplicateShare));
  const chunks = [news, twice].flatMap((some) => chunked(inOrder(some), perRequest));
  return inOrder(chunks).map((chunk) => ({
    news: chunk,
    lateMs: mode.delayMs > 0 && random.chance(mode.lateShare) ? mode.delayMs : 0,
  }));
};
