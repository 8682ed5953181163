import { z } from 'zod';
import { readAnswer } from '../call/read-answer.ts';
import type { AskOptions, HubSpotDeps } from './objects.ts';
import { textOf } from './property-value.ts';

/** A person of the portal to whom records and tasks can belong. */
export interface HubSpotOwner {
  readonly id: string;
  readonly email: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
}

const ownersSchema = z.object({
  results: z.array(
    z
      .object({
        id: z.string().min(1),
        email: z.unknown().optional(),
        firstName: z.unknown().optional(),
        lastName: z.unknown().optional(),
      })
      .transform(({ id, email, firstName, lastName }): HubSpotOwner => ({
        id,
        email: textOf(email),
        firstName: textOf(firstName),
        lastName: textOf(lastName),
      })),
  ),
  paging: z.object({ next: z.object({ after: z.string().min(1) }).optional() }).nullish(),
});

const PAGE = 100;

export interface OwnerOptions extends AskOptions {
  /** True lists the deactivated ones, whom old records still name. */
  readonly archived?: boolean;
}

/** All owners of one kind; a portal has tens to hundreds. */
export const listOwners = async (
  { sdk, call }: HubSpotDeps,
  { signal, archived = false }: OwnerOptions,
): Promise<readonly HubSpotOwner[]> => {
  const owners: HubSpotOwner[] = [];
  let after: string | undefined;
  do {
    const askedAfter: string | undefined = after;
    const page = await call({
      operation: 'owners.list',
      idempotent: true,
      signal,
      run: async (ends) => {
        const answer = await sdk.ask(ends, ({ crm }) =>
          crm.owners.ownersApi.getPage(undefined, askedAfter, PAGE, archived),
        );
        return readAnswer(() => ownersSchema.parse(answer));
      },
    });
    owners.push(...page.results);
    after = page.paging?.next?.after;
  } while (after !== undefined);
  return owners;
};
