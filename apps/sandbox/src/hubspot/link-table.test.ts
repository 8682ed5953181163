import { expect, test } from 'vitest';
import { makeRandom } from '../random.ts';
import { makeLinkTable, type AssociationEnd } from './link-table.ts';

const contact = (id: number): AssociationEnd => ({ type: 'contacts', id: String(id) });
const company = (id: number): AssociationEnd => ({ type: 'companies', id: String(id) });

test('links come and go as in a map of maps', () => {
  const table = makeLinkTable();
  const known = new Map<number, Map<number, number>>();
  const random = makeRandom(2);
  for (let step = 0; step < 5_000; step += 1) {
    const [from, to, kind] = [
      random.int(100_000, 100_030),
      (random.int(1, 9_000_000) % 40) + 1,
      random.int(0, 3),
    ];
    table.put(contact(from), company(to), kind);
    const row = known.get(from) ?? new Map<number, number>();
    if (kind === 0) row.delete(to);
    else row.set(to, kind);
    known.set(from, row);
  }
  for (const [from, row] of known) {
    const rows = [...row].map(([to, kind]) => ({ toId: String(to), kind }));
    expect(table.linked(contact(from), 'companies')).toEqual(rows);
    expect(table.endsOf(contact(from))).toEqual(rows.map(({ toId: id }) => ({ type: 'companies', id })));
    expect(table.hasLinks(contact(from), 'companies')).toBe(rows.length > 0);
  }
  expect(table.size()).toBe([...known.values()].reduce((sum, row) => sum + row.size, 0) / 2);
});

test('what is no id has no links', () => {
  const table = makeLinkTable();
  table.put(contact(7), company(8), 1);
  expect(table.kindOf({ type: 'contacts', id: '07' }, company(8))).toBe(0);
  expect(table.kindOf(contact(7), { type: 'companies', id: 'eight' })).toBe(0);
  expect(table.linked({ type: 'contacts', id: '' }, 'companies')).toEqual([]);
});
