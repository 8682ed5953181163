/** The flat environment as a process gets it. */
export type Environment = Readonly<Record<string, string | undefined>>;

const modes = ['development', 'production', 'test'] as const;

/** Which rules hold: production's are strict, the others let a bare machine start. */
export type Mode = (typeof modes)[number];

/** An environment without blanks around values; a variable set to nothing counts as unset. */
export const cleanEnvironment = (env: Environment): Environment =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => {
      const trimmed = value?.trim() ?? '';
      return trimmed === '' ? [] : [[name, trimmed]];
    }),
  );

/** The mode that NODE_ENV names, development when unset, or `undefined` when it names none. */
export const modeOf = (env: Environment): Mode | undefined => {
  const name = env['NODE_ENV'] ?? 'development';
  return modes.find((mode) => mode === name);
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/u;

/** True for a host that no other machine can reach; a socket path counts, an empty host is one. */
export const isLoopback = (host: string): boolean =>
  host === '' || host.startsWith('/') || host.startsWith('%2F') || LOOPBACK.test(host);
