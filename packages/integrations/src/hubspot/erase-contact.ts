import { orMissing } from '../call/or-status.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';

/** Whom to erase: by address also who is unknown, so that the address can never come back. */
export type ContactToErase = { readonly id: string } | { readonly email: string };

/**
 * Erases a contact for good, as privacy law asks for, and blocks the address. Safe to repeat: false says
 * that nobody was there any more.
 */
export const eraseContact = async (
  { sdk, call }: HubSpotDeps,
  contact: ContactToErase,
  { signal }: AskOptions,
): Promise<boolean> => {
  const input = 'id' in contact ? { objectId: contact.id } : { objectId: contact.email, idProperty: 'email' };
  const erased = await orMissing(
    call({
      operation: 'contacts.erase',
      idempotent: true,
      signal,
      run: async (ends) => {
        await sdk.ask(ends, ({ crm }) => crm.contacts.basicApi.purge(input));
        return true;
      },
    }),
  );
  return erased ?? false;
};
