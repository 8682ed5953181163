import { NotFoundError } from '@sherpa/core';
import { ensureTenant, listTenants, type Database } from '@sherpa/db';

/** Finds the tenant that a request acts for. */
export interface Tenants {
  /** The id of that tenant, or of the gateway's own; `NotFoundError` if there is none of that name. */
  idOf(slug: string | undefined): Promise<string>;
}

interface TenantsDeps {
  readonly db: Pick<Database, 'engine'>;
  /** Whom a request acts for that does not say. */
  readonly ownSlug: string;
}

/** Makes the look-up; what was found once is not asked for again, since a tenant keeps its id. */
export const makeTenants = ({ db, ownSlug }: TenantsDeps): Tenants => {
  const known = new Map<string, string>();
  const learn = async (slug: string): Promise<void> => {
    if (slug === ownSlug) known.set(slug, (await ensureTenant(db.engine, slug)).id);
    else for (const tenant of await listTenants(db.engine)) known.set(tenant.slug, tenant.id);
  };
  return {
    idOf: async (slug = ownSlug) => {
      if (!known.has(slug)) await learn(slug);
      const id = known.get(slug);
      if (id === undefined) throw new NotFoundError('There is no tenant of that name.');
      return id;
    },
  };
};
