import type { Client } from '@sherpa/api';
import { counted } from '../output/counted.ts';
import { plain } from '../output/plain.ts';

type Customers = Client['customers'];
type Named = Parameters<Customers['forget']>[0];
type Whom = Awaited<ReturnType<Customers['previewForgetting']>>;
type Done = Awaited<ReturnType<Customers['forget']>>;

const vendorNames: ReadonlyMap<string, string> = new Map([
  ['hubspot', 'HubSpot'],
  ['stripe', 'Stripe'],
  ['notion', 'Notion'],
]);

const isNobody = ({ objects }: Pick<Whom, 'objects'>): boolean => Object.keys(objects).length === 0;

/** How many of what, and nothing about who. */
const sumOf = ({ customers, objects }: Whom): string => {
  const all = Object.entries(objects);
  const vendors = all.map(([system, count]) => `${count} of ${vendorNames.get(system) ?? system}`).join(', ');
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  return `${counted(customers, 'customer')}, ${counted(total, 'object')} (${vendors})`;
};

const nobodyLine = ({ email, node }: Named, kept: string): string =>
  plain(
    `Nobody is known by ${email ?? node ?? ''}; the ${email === undefined ? 'object' : 'address'} ${kept}.`,
  );

/** Whom it would be. */
export const whomLine = (named: Named, whom: Whom): string =>
  isNobody(whom) ? nobodyLine(named, 'would be kept out all the same') : `That would forget ${sumOf(whom)}.`;

/** Who was forgotten, in numbers, and then where. */
export const forgottenLines = (named: Named, { customerIds, objects, rows }: Done): readonly string[] => [
  isNobody({ objects })
    ? nobodyLine(named, 'is kept out from now on all the same')
    : `Forgotten: ${sumOf({ customers: customerIds.length, objects })}.`,
  ...Object.entries(rows).flatMap(([place, count]) =>
    count > 0 ? [`${place}: ${counted(count, 'row')}`] : [],
  ),
];
