import { z } from 'zod';
import { toTable } from '../output/table.ts';

const faultsSchema = z.object({
  faults: z.array(
    z.object({
      vendor: z.string(),
      path: z.string(),
      kind: z.string(),
      method: z.string().optional(),
      times: z.union([z.number(), z.string()]),
      skip: z.number(),
    }),
  ),
});

const columns = [
  { title: 'VENDOR' },
  { title: 'METHOD' },
  { title: 'PATH', max: 60 },
  { title: 'KIND' },
  { title: 'TIMES', align: 'right' },
  { title: 'SKIP', align: 'right' },
] as const;

/** What is about to go wrong. */
export const toFaultTable = (answer: unknown): readonly string[] => {
  const { faults } = faultsSchema.parse(answer);
  if (faults.length === 0) return ['Nothing is about to go wrong. `sandbox faults add` changes that.'];
  const rows = faults.map(({ vendor, method = 'any', path, kind, times, skip }) => [
    vendor,
    method,
    path,
    kind,
    String(times),
    String(skip),
  ]);
  return toTable(columns, rows);
};
