import { idSchema, NotFoundError, webhookSecretsOf } from '@sherpa/core';
import { getConnection, openCredentials, type Connection, type Database, type Vault } from '@sherpa/db';

/** A connection and what may have signed its webhooks. */
export interface KnownConnection {
  readonly connection: Connection;
  readonly secrets: readonly string[];
}

export interface KnownConnectionsDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly vault: Vault;
  /** Milliseconds that only go up. */
  readonly now: () => number;
}

/** A change reaches webhooks within this time, in milliseconds; a storm asks the database no more often. */
const HOLDS_MS = 2_000;
/** Whoever tries ids has these forgotten, not the process's memory filled. */
const MOST_KNOWN = 1_000;

const readSecrets = async ({ db, vault }: KnownConnectionsDeps, id: string): Promise<readonly string[]> => {
  try {
    return webhookSecretsOf(await openCredentials(vault, db.engine, id));
  } catch (err) {
    if (err instanceof NotFoundError) return [];
    throw err;
  }
};

/** Looks connections up for their webhooks; undefined where there is none of that id. */
export const makeKnownConnections = (
  deps: KnownConnectionsDeps,
): ((id: string) => Promise<KnownConnection | undefined>) => {
  const known = new Map<
    string,
    { readonly at: number; readonly found: Promise<KnownConnection | undefined> }
  >();

  const read = async (id: string): Promise<KnownConnection | undefined> => {
    // Whose it is stands in the row; until then there is no tenant to act for.
    const connection = await getConnection(deps.db.engine, id);
    return connection && { connection, secrets: await readSecrets(deps, id) };
  };

  return async (id) => {
    if (!idSchema.safeParse(id).success) return undefined;
    const now = deps.now();
    const last = known.get(id);
    if (last !== undefined && now - last.at < HOLDS_MS) return last.found;
    if (known.size >= MOST_KNOWN) known.clear();
    const found = read(id);
    known.set(id, { at: now, found });
    // What could not be asked is asked again by the next one.
    found.catch(() => known.delete(id));
    return found;
  };
};
