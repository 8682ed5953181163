/** Words that stand where an id would. */
const NO_IDS: ReadonlySet<string> = new Set(['search', 'create_preview', 'sessions']);

const FIRST_ID = 3;

/** The endpoint that a request is counted under: its method, and its path without ids. */
export const endpointOf = ({ method, path }: { readonly method: string; readonly path: string }): string => {
  const parts = path.split('/').map((part, index, all) => {
    const isNested = all[FIRST_ID] === 'sessions';
    return index === FIRST_ID + (isNested ? 1 : 0) && !NO_IDS.has(part) ? ':id' : part;
  });
  return `${method} ${parts.join('/')}`;
};

/** The object that a path names. */
export const objectIn = (path: string): string | undefined => {
  const parts = path.split('/');
  const id = parts[FIRST_ID] === 'sessions' ? parts[FIRST_ID + 1] : parts[FIRST_ID];
  return id === undefined || NO_IDS.has(id) ? undefined : id;
};
