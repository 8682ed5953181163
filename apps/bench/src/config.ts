import path from 'node:path';

/** Variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

const INHERITED = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'XDG_CACHE_HOME'] as const;

/**
 * What the measured processes get to see of this machine: no servers, credentials or Node options of
 * whoever runs it, and `production`, as people run it.
 */
export const bareEnvironment = (): Environment => ({
  ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])),
  NODE_ENV: 'production',
});

/** The checkout this file is part of. */
export const workspaceRoot = path.resolve(import.meta.dirname, '../../..');
