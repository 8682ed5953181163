import { ConflictError } from '@sherpa/core';
import type { AgentNames } from './agent-names.ts';

const IMPORTS = /^import \{ \w+Contract \} from '\.\/[a-z0-9-]+\/contract\.ts';$/gmu;
const ENTRIES_BEGIN = /^export const registry\b/mu;
const ENTRIES_END = '\n};';

const cannot = (why: string): ConflictError =>
  new ConflictError('The registry of agents is not as expected; nothing was written.', {
    details: { problems: [{ field: 'packages/agents/src/registry.ts', problem: why }] },
  });

const insert = (text: string, at: number, line: string): string => text.slice(0, at) + line + text.slice(at);

/** The registry's source with the agent in it: its contract's import, and its entry. */
export const registerAgent = (source: string, { kebab, camel, pascal }: AgentNames): string => {
  if (new RegExp(`\\b${camel}Contract\\b`, 'u').test(source))
    throw cannot(`${camel}Contract is there already`);
  const lastImport = [...source.matchAll(IMPORTS)].at(-1);
  const begin = ENTRIES_BEGIN.exec(source);
  const end = begin === null ? -1 : source.indexOf(ENTRIES_END, begin.index);
  if (lastImport === undefined || end === -1) throw cannot('its imports or its entries were not found');
  const key = kebab.includes('-') ? `'${kebab}'` : kebab;
  const entry = [
    `\n  ${key}: {`,
    `    contract: ${camel}Contract,`,
    `    load: async () => (await import('./${kebab}/agent.ts')).make${pascal}Agent,`,
    '  },',
  ].join('\n');
  const afterImport = lastImport.index + lastImport[0].length;
  const withEntry = insert(source, end, entry);
  return insert(withEntry, afterImport, `\nimport { ${camel}Contract } from './${kebab}/contract.ts';`);
};
