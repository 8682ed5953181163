import { describe, expect, it } from 'vitest';
import { makeValueReader } from './value-reader.ts';

describe('makeValueReader', () => {
  it('edge case 12: text in a number, "false", empty and impossible dates cost the value and not the row', () => {
    const reader = makeValueReader({
      seats: 'about 20',
      thousands: '1,200',
      price: '29.50',
      zero: '0',
      opted_out: 'false',
      agreed: 'TRUE',
      odd_flag: 'no',
      renewal: '',
      impossible: '2000-00-00',
    });
    expect([reader.number('seats'), reader.number('thousands'), reader.number('price')]).toEqual([
      null,
      null,
      29.5,
    ]);
    expect(reader.number('zero')).toBe(0);
    expect([reader.flag('opted_out'), reader.flag('agreed'), reader.flag('odd_flag')]).toEqual([
      false,
      true,
      null,
    ]);
    expect([reader.moment('renewal'), reader.moment('impossible')]).toEqual([null, null]);
    expect(reader.problems).toEqual([
      { property: 'seats', problem: 'not a number' },
      { property: 'thousands', problem: 'not a number' },
      { property: 'odd_flag', problem: 'not true or false' },
      { property: 'impossible', problem: 'not a moment' },
    ]);
  });

  it('takes no number for one that only begins or overflows like one', () => {
    const reader = makeValueReader({ hex: '0x10', big: '1e999', spaced: ' 7 ', infinite: 'Infinity' });
    expect(['hex', 'big', 'spaced', 'infinite'].map(reader.number)).toEqual([null, null, 7, null]);
  });
});
