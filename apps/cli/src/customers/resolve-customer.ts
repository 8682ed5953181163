import type { Client } from '@sherpa/api';
import { idSchema, NotFoundError } from '@sherpa/core';

const toKey = (text: string): string => (text.includes(':') || !text.includes('@') ? text : `email:${text}`);

/** The id of a customer that somebody names by it, by an address, or by a vendor's object. */
export const resolveCustomer = async (client: Pick<Client, 'customers'>, text: string): Promise<string> => {
  if (idSchema.safeParse(text).success) return text;
  const { customers } = await client.customers.list({ key: toKey(text) });
  const [found] = customers;
  if (found === undefined)
    throw new NotFoundError('There is no such customer.', {
      details: { advice: 'Name it by id, e-mail address, or object: stripe:customer:cus_1.' },
    });
  return found.id;
};
