import { NotFoundError } from '@sherpa/core';
import { getCustomer, type Customer, type Db } from '@sherpa/db';

/** The customer of that id; rejects if there is none. */
export const readCustomer = async (tx: Db, id: string): Promise<Customer> => {
  const customer = await getCustomer(tx, id);
  if (customer === undefined) throw new NotFoundError('There is no such customer.');
  return customer;
};
