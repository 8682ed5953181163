import type { Client } from '@sherpa/api';
import { plain } from '../output/plain.ts';

type Split = Pick<Awaited<ReturnType<Client['customers']['split']>>, 'id' | 'parts' | 'mergeId'>;

/** Every customer that came of a split, the one that was asked for first. */
export const splitLines = ({ id, parts, mergeId }: Split): readonly string[] => [
  ...parts
    .toSorted((one, other) => Number(other.id === id) - Number(one.id === id))
    .map((part) =>
      plain(
        `${part.objects.join(', ')} ${part.objects.length === 1 ? 'is' : 'are'} customer ${part.id} now.`,
      ),
    ),
  ...(mergeId === null
    ? []
    : [
        'They came by a merge. To have the customer of before back, with the id that it had:',
        `  npx pnpm sherpa customers undo ${mergeId}`,
      ]),
];
