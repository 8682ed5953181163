import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ConflictError } from '@sherpa/core';
import { parseAgentName } from './agent-names.ts';
import { registerAgent } from './register.ts';
import { agentFiles } from './templates.ts';

const run = promisify(execFile);

/** Long names make lines that the formatter would break; a checkout without it is left as it is. */
const format = async (root: string, files: readonly string[]): Promise<void> => {
  const formatter = path.join(root, 'node_modules/.bin/oxfmt');
  if (existsSync(formatter)) await run(formatter, [...files], { cwd: root });
};

/** Writes a new agent and its line in the registry; answers with the files, relative to the checkout. */
export const writeAgent = async (root: string, name: string): Promise<readonly string[]> => {
  const names = parseAgentName(name);
  const agents = path.join('packages/agents/src');
  const folder = path.join(agents, names.kebab);
  const registry = path.join(agents, 'registry.ts');
  if (existsSync(path.join(root, folder))) {
    throw new ConflictError('There is an agent of that name already; nothing was written.', {
      details: { folder },
    });
  }
  const registered = registerAgent(await readFile(path.join(root, registry), 'utf8'), names);
  const files = Object.entries(agentFiles(names)).map(([file, text]) => ({
    file: path.join(folder, file),
    text,
  }));
  for (const { file, text } of files) {
    await mkdir(path.dirname(path.join(root, file)), { recursive: true });
    await writeFile(path.join(root, file), text, { flag: 'wx' });
  }
  // Last, so that the registry never names what is not there.
  await writeFile(path.join(root, registry), registered);
  const written = [...files.map(({ file }) => file), registry];
  await format(root, written);
  return written;
};
