import type { TaskContext } from '@sherpa/agent-kit';
import { findCustomerByKey, type Customer } from '@sherpa/db';
import { areCustomersSettled, CUSTOMERS_SETTLED } from './customers-settled.ts';

type Asked = Pick<TaskContext, 'withTenant' | 'waitFor'> & {
  readonly task: { readonly tenantId: string };
};

/**
 * The customer of that key, such as `stripe:customer:cus_1`; undefined where nobody has it. While people, companies
 * and payers are still being read for the first time the task waits: of a large account thousands do, and none of
 * them asks again before it is told.
 */
export const knownCustomer = async (ctx: Asked, key: string): Promise<Customer | undefined> => {
  for (;;) {
    const { isCertain, customer } = await ctx.withTenant(async (tx) => ({
      // Asked first: what is found after a yes is all there is.
      isCertain: await areCustomersSettled(tx, ctx.task.tenantId),
      customer: await findCustomerByKey(tx, key),
    }));
    const isWhole = customer !== undefined && aboutOf(customer).length > 0;
    if (isWhole || isCertain) return customer;
    await ctx.waitFor(CUSTOMERS_SETTLED);
  }
};

/** What of a customer there is at HubSpot, as a task or a note hangs on it. */
export const aboutOf = ({
  hubspotContactId,
  hubspotCompanyId,
}: Pick<Customer, 'hubspotContactId' | 'hubspotCompanyId'>): {
  type: 'contacts' | 'companies';
  id: string;
}[] => [
  ...(hubspotContactId === null ? [] : [{ type: 'contacts' as const, id: hubspotContactId }]),
  ...(hubspotCompanyId === null ? [] : [{ type: 'companies' as const, id: hubspotCompanyId }]),
];

/** What people call a customer. */
export const nameOf = ({ company, name, email }: Pick<Customer, 'company' | 'name' | 'email'>): string =>
  company ?? name ?? email ?? 'unknown';
