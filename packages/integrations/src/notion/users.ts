import { z } from 'zod';
import {
  readNotion,
  type AskOptions,
  type NotionDeps,
  type NotionListPage,
  type NotionRows,
} from './asking.ts';
import { readPage } from './list-page.ts';

/** A person or a bot of the workspace. */
export interface NotionUser {
  readonly id: string;
  readonly type: 'person' | 'bot';
  readonly name: string | null;
  /** Only where the connection may see it. */
  readonly email: string | null;
}

const userSchema = z
  .object({
    object: z.literal('user'),
    id: z.string().min(1),
    type: z.enum(['person', 'bot']).default('person'),
    name: z.string().nullish(),
    person: z.object({ email: z.string().optional() }).optional(),
  })
  .transform(({ id, type, name, person }): NotionUser => ({
    id,
    type,
    name: name ?? null,
    email: person?.email ?? null,
  }));

/** One page of the users. */
export const listUsers = (
  deps: NotionDeps,
  page: NotionListPage,
  options: AskOptions,
): Promise<NotionRows<NotionUser>> =>
  readPage(
    deps,
    {
      operation: 'users.list',
      ask: (client, params) => client.users.list(params),
      read: (row) => userSchema.parse(row),
    },
    page,
    options,
  );

/** The connection's own user: what it writes is written by this one. */
export const getMe = (deps: NotionDeps, options: AskOptions): Promise<NotionUser> =>
  readNotion(
    deps,
    {
      operation: 'users.me',
      ask: (client) => client.users.me({}),
      read: (answer) => userSchema.parse(answer),
    },
    options,
  );
