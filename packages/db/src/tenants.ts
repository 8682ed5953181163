import { newId } from '@sherpa/core';
import type { Db } from './schema/index.ts';

export interface Tenant {
  readonly id: string;
  readonly slug: string;
}

/** The tenant of that slug, made if it is new. */
export const ensureTenant = async (engine: Db, slug: string): Promise<Tenant> => {
  const made = await engine
    .insertInto('tenants')
    .values({ id: newId(), slug })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning(['id', 'slug'])
    .executeTakeFirst();
  return (
    made ??
    engine.selectFrom('tenants').select(['id', 'slug']).where('slug', '=', slug).executeTakeFirstOrThrow()
  );
};

/** Every tenant of the installation. */
export const listTenants = (engine: Db): Promise<Tenant[]> =>
  engine.selectFrom('tenants').select(['id', 'slug']).orderBy('slug').execute();

/** Whether this installation has more than one tenant. */
export const hasManyTenants = async (engine: Db): Promise<boolean> => {
  const rows = await engine.selectFrom('tenants').select('id').limit(2).execute();
  return rows.length > 1;
};
