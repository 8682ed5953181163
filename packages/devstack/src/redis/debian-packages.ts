import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** apt and dpkg, used without touching the system. */
export interface DebianPackages {
  /** Fields of the package's newest version, or undefined when no list has it. */
  readonly show: (name: string) => Promise<DebianPackage | undefined>;
  readonly isInstalled: (name: string) => Promise<boolean>;
  /** Downloads the packages and unpacks them into the folder. */
  readonly unpack: (names: readonly string[], folder: string) => Promise<void>;
}

export interface DebianPackage {
  readonly version: string;
  /** The first alternative of each dependency. */
  readonly dependencies: readonly string[];
}

interface Settings {
  /** Package lists, the download cache and the archives go here. */
  readonly workDir: string;
  readonly signal: AbortSignal;
}

const BASIC_SETTINGS = [
  'APT::Sandbox::User=root',
  // Without a network it should be known soon.
  'Acquire::Retries=0',
  'Acquire::http::Timeout=10',
  'Acquire::https::Timeout=10',
];

const optionsOf = (settings: readonly string[]): string[] => settings.flatMap((each) => ['-o', each]);

/** The lists that the system already has. */
export const systemPackages = (settings: Settings): DebianPackages =>
  packagesWith(settings, optionsOf(BASIC_SETTINGS));

/** Fresh lists of the system's own sources, in folders of ours. */
export const refreshedPackages = async (settings: Settings): Promise<DebianPackages> => {
  const state = path.join(settings.workDir, 'state');
  const cache = path.join(settings.workDir, 'cache');
  await Promise.all([
    mkdir(path.join(state, 'lists/partial'), { recursive: true }),
    mkdir(path.join(cache, 'archives/partial'), { recursive: true }),
  ]);
  const options = optionsOf([
    ...BASIC_SETTINGS,
    `Dir::State=${state}`,
    'Dir::State::status=/var/lib/dpkg/status',
    `Dir::Cache=${cache}`,
  ]);
  await run('apt-get', [...options, '-qq', 'update'], { signal: settings.signal });
  return packagesWith(settings, options);
};

const packagesWith = (settings: Settings, options: readonly string[]): DebianPackages => ({
  async show(name) {
    const shown = await run('apt-cache', [...options, 'show', '--no-all-versions', name], {
      signal: settings.signal,
    }).catch(() => undefined);
    return shown === undefined ? undefined : parseStanza(shown.stdout);
  },
  async isInstalled(name) {
    const query = ['-W', '-f', '${db:Status-Status}', name];
    const status = await run('dpkg-query', query, { signal: settings.signal }).catch(() => undefined);
    return status?.stdout.includes('installed') === true && !status.stdout.includes('not-installed');
  },
  async unpack(names, folder) {
    const archives = path.join(settings.workDir, 'packages');
    await mkdir(archives, { recursive: true });
    await run('apt-get', [...options, '-qq', 'download', ...names], {
      cwd: archives,
      signal: settings.signal,
    });
    for (const archive of await readdir(archives)) {
      await run('dpkg', ['-x', path.join(archives, archive), folder], { signal: settings.signal });
    }
  },
});

/** The fields we need from the first stanza that `apt-cache show` prints. */
export const parseStanza = (stanza: string): DebianPackage | undefined => {
  const version = /^Version: (.+)$/mu.exec(stanza)?.[1];
  if (version === undefined) return undefined;
  const lines = [...stanza.matchAll(/^(?:Pre-)?Depends: (.+)$/gmu)].map((match) => match[1] ?? '');
  const dependencies = lines
    .flatMap((line) => line.split(','))
    .map((each) => /^\s*([a-z0-9][a-z0-9.+-]*)/u.exec(each)?.[1])
    .filter((name) => name !== undefined);
  return { version, dependencies };
};
