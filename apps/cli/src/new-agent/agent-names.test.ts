import { describe, expect, it } from 'vitest';
import { parseAgentName } from './agent-names.ts';

describe('parseAgentName', () => {
  it('shapes a name for folders, values and types', () => {
    expect(parseAgentName('late-payers')).toEqual({
      kebab: 'late-payers',
      camel: 'latePayers',
      pascal: 'LatePayers',
    });
  });

  it.each(['', 'Sales', '1st', 'a--b', 'a-', '../evil', 'a b', 'contracts', 'testing', 'a'.repeat(32)])(
    'refuses %j',
    (name) => {
      expect(() => parseAgentName(name)).toThrow('An agent cannot have this name.');
    },
  );
});
