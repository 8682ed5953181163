import type { StreamReport } from '@sherpa/db';

type Stream = Pick<
  StreamReport,
  'system' | 'stream' | 'lane' | 'ageMs' | 'freshAt' | 'isStale' | 'quarantined'
>;

const HOUR_MS = 3_600_000;

const ageText = (ageMs: number): string =>
  ageMs < 2 * HOUR_MS ? `${Math.round(ageMs / 60_000)} minutes` : `${Math.round(ageMs / HOUR_MS)} hours`;

const doubtOf = (name: string, streams: readonly Stream[]): readonly string[] => {
  if (streams.length === 0) return [`${name}: never read`];
  return streams.flatMap(({ freshAt, ageMs, isStale, quarantined }) => {
    if (freshAt === null) return [`${name}: not read to its end yet`];
    if (isStale) return [`${name}: last read ${ageText(ageMs ?? 0)} ago`];
    return quarantined > 0 ? [`${name}: ${quarantined} that could not be read`] : [];
  });
};

/** Why what is made of these streams, such as `stripe charges`, is not to be trusted; nothing where it is. */
export const mirrorDoubts = (streams: readonly Stream[], names: readonly string[]): readonly string[] => {
  const syncs = streams.filter(({ lane }) => lane === 'sync');
  return names.flatMap((name) =>
    doubtOf(
      name,
      syncs.filter(({ system, stream }) => name === `${system} ${stream}`),
    ),
  );
};
