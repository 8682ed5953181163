import { z } from 'zod';
import { toTable } from '../output/table.ts';

const targetsSchema = z.object({
  targets: z.array(
    z.object({
      vendor: z.string(),
      url: z.string(),
      waiting: z.number(),
      mode: z.object({
        batchMs: z.number(),
        delayMs: z.number(),
        lateShare: z.number(),
        duplicateShare: z.number(),
        shuffle: z.boolean(),
      }),
    }),
  ),
});

type Mode = z.output<typeof targetsSchema>['targets'][number]['mode'];

const percent = (share: number): string => `${Math.round(share * 100)} %`;

const describeMode = (mode: Mode): string => {
  const parts = [
    ...(mode.batchMs === 0 ? [] : [`gathered for ${mode.batchMs} ms`]),
    ...(mode.delayMs === 0 ? [] : [`${percent(mode.lateShare)} late by ${mode.delayMs} ms`]),
    ...(mode.duplicateShare === 0 ? [] : [`${percent(mode.duplicateShare)} twice`]),
    ...(mode.shuffle ? ['in any order'] : []),
  ];
  return parts.length === 0 ? 'at once' : parts.join(', ');
};

const columns = [
  { title: 'VENDOR' },
  { title: 'URL', max: 80 },
  { title: 'HOW', max: 80 },
  { title: 'WAITING', align: 'right' },
] as const;

/** Where the vendors' news go to. Secrets are not shown. */
export const toTargetTable = (answer: unknown): readonly string[] => {
  const { targets } = targetsSchema.parse(answer);
  if (targets.length === 0) return ['Nobody is told of anything. `sandbox webhooks add` names somebody.'];
  const rows = targets.map(({ vendor, url, mode, waiting }) => [
    vendor,
    url,
    describeMode(mode),
    String(waiting),
  ]);
  return toTable(columns, rows);
};
