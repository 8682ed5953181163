import { describe, expect, it } from 'vitest';
import { toTable } from './table.ts';

describe('toTable', () => {
  it('aligns columns under their titles, numbers to the right', () => {
    const lines = toTable(
      [{ title: 'agent' }, { title: 'done', align: 'right' }],
      [
        ['sales', '7'],
        ['billing', '1234'],
      ],
    );
    expect(lines).toEqual(['agent    done', 'sales       7', 'billing  1234']);
  });

  it('cuts a long cell and says so', () => {
    expect(toTable([{ title: 'name', max: 5 }], [['Bartholomew']])).toEqual(['name', 'Bart…']);
  });

  it('takes the teeth out of control characters', () => {
    expect(toTable([{ title: 'name' }], [['a\u001b[2Jb\nc']])).toEqual(['name', 'a [2Jb c']);
  });
});
