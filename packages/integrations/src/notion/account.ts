import type { VendorAccount } from '../vendor-account.ts';
import { makeNotion, type NotionOptions } from './notion.ts';
import type { AskOptions } from './asking.ts';

/** The connection that a token is of: its bot user. What it may read is decided page by page, in Notion. */
export const askNotionAccount = async (
  options: NotionOptions,
  { signal }: AskOptions = {},
): Promise<VendorAccount> => {
  const { id, name } = await makeNotion(options).getMe({ signal });
  return { id, name, scopes: null };
};
