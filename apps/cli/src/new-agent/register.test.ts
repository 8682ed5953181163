import { describe, expect, it } from 'vitest';
import { parseAgentName } from './agent-names.ts';
import { registerAgent } from './register.ts';

const registry = `import type { MakeAgent } from './agent-deps.ts';
import { salesContract } from './sales/contract.ts';

export const registry: Readonly<Record<string, AgentEntry>> = {
  sales: { contract: salesContract, load: async () => (await import('./sales/agent.ts')).makeSalesAgent },
};

export type { MakeAgent };
`;

describe('registerAgent', () => {
  it('adds the import and the entry, and leaves the rest alone', () => {
    const lines = registerAgent(registry, parseAgentName('late-payers')).split('\n');
    expect(lines.filter((line) => !registry.split('\n').includes(line))).toEqual([
      "import { latePayersContract } from './late-payers/contract.ts';",
      "  'late-payers': {",
      '    contract: latePayersContract,',
      "    load: async () => (await import('./late-payers/agent.ts')).makeLatePayersAgent,",
      '  },',
    ]);
    expect(lines.slice(-5)).toEqual(['  },', '};', '', 'export type { MakeAgent };', '']);
  });

  it('refuses an agent that is there, also under a name that makes the same identifier', () => {
    expect(() => registerAgent(registry, parseAgentName('sales'))).toThrow('nothing was written');
  });

  it('refuses a file it does not understand', () => {
    expect(() => registerAgent('export const agents = {};', parseAgentName('demo'))).toThrow(
      'not as expected',
    );
  });
});
