import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { green, red, type Check } from './check.ts';

const manifestSchema = z.object({
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

const readManifest = async (folder: string) =>
  manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')));

const workspaces = async (root: string): Promise<readonly string[]> => {
  const groups = await Promise.all(
    ['apps', 'packages'].map(async (group) =>
      (await readdir(path.join(root, group))).map((name) => path.join(root, group, name)),
    ),
  );
  return groups.flat().filter((folder) => existsSync(path.join(folder, 'package.json')));
};

/** Whether what the packages need to run is there. */
export const checkDependencies = (root: string): Check => ({
  item: 4,
  title: 'dependencies are installed',
  run: async () => {
    const missing = new Set<string>();
    let count = 0;
    for (const folder of await workspaces(root)) {
      for (const name of Object.keys((await readManifest(folder)).dependencies)) {
        count += 1;
        const installed = path.join(folder, 'node_modules', name, 'package.json');
        if (!existsSync(installed)) missing.add(`${name} of ${path.relative(root, folder)}`);
      }
    }
    return missing.size === 0
      ? green(`all ${count} of them`)
      : red(`missing: ${[...missing].join(', ')}`, 'Run `npx pnpm install`.');
  },
});

const toNumbers = (version: string): readonly number[] => version.split('.').map(Number);

/** True when a version is the wanted one or a later one. */
export const isAtLeast = (version: string, wanted: string): boolean => {
  const [has, needs] = [toNumbers(version), toNumbers(wanted)];
  const index = needs.findIndex((part, place) => part !== has[place]);
  return index === -1 || (has[index] ?? 0) > (needs[index] ?? 0);
};

/** Nothing is built: what matters is a Node that runs TypeScript as it is. */
export const checkRuntime = (root: string): Check => ({
  item: 5,
  title: 'TypeScript runs as it is',
  run: async () => {
    const wanted = (await readManifest(root)).devDependencies['node'];
    const version = process.versions.node;
    if (wanted !== undefined && !isAtLeast(version, wanted)) {
      return red(
        `Node ${version} is older than ${wanted}`,
        'Start it with `npx pnpm sherpa …`, which brings its own.',
      );
    }
    return process.features.typescript === false
      ? red(`Node ${version} was told not to strip types`, 'Take --no-strip-types out of NODE_OPTIONS.')
      : green(`Node ${version}, no build needed`);
  },
});
