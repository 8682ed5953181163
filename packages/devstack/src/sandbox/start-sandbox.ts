import { fileURLToPath } from 'node:url';
import { spawnManaged, type ManagedOptions, type ProcessExit } from '../process/spawn-managed.ts';

/** What the sandbox is filled with and where it listens; left out, the sandbox's own defaults hold. */
export interface StartSandboxOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  readonly seed?: number;
  readonly contacts?: number;
  /** Added to the starter's own environment. */
  readonly env?: NodeJS.ProcessEnv;
  readonly onLine?: ManagedOptions<string>['onLine'];
}

/** HubSpot, Stripe and Notion on loopback. */
export interface RunningSandbox {
  readonly url: string;
  readonly pid: number | undefined;
  readonly exited: Promise<ProcessExit>;
  readonly stop: () => Promise<ProcessExit>;
}

const READY_WITHIN_MS = 30_000;
/** A large world takes its time, and more on a machine that does other things as well. */
const MS_PER_CONTACT = 1;

/** Starts the sandbox as a process of its own and waits until it listens. */
export const startSandbox = async (options: StartSandboxOptions): Promise<RunningSandbox> => {
  const sandbox = spawnManaged({
    name: 'sandbox',
    script: fileURLToPath(new URL('../../../../apps/sandbox/src/main.ts', import.meta.url)),
    env: { ...process.env, ...sandboxEnv(options), ...options.env },
    parseReady: listeningUrl,
    readyTimeoutMs: READY_WITHIN_MS + (options.contacts ?? 0) * MS_PER_CONTACT,
    ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
  });
  return {
    url: await sandbox.ready,
    pid: sandbox.pid,
    exited: sandbox.exited,
    stop: () => sandbox.stop(5_000),
  };
};

const sandboxEnv = (options: StartSandboxOptions): NodeJS.ProcessEnv => ({
  SANDBOX_HOST: '127.0.0.1',
  SANDBOX_PORT: String(options.port),
  ...(options.seed === undefined ? {} : { SANDBOX_SEED: String(options.seed) }),
  ...(options.contacts === undefined ? {} : { SANDBOX_CONTACTS: String(options.contacts) }),
});

/** The URL in the message `{ type: 'listening', url }` that servers of ours send when they listen. */
export const listeningUrl = (message: unknown): string | undefined => {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('type' in message) || message.type !== 'listening') return undefined;
  return 'url' in message && typeof message.url === 'string' ? message.url : undefined;
};
