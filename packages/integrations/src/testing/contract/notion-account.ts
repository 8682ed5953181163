import type { Call } from '../../call/make-call.ts';
import { askNotionAccount, makeNotion, type Notion } from '../../notion/index.ts';
import { makeNotionSdk } from '../../notion/sdk.ts';
import type { VendorAccount } from '../../vendor-account.ts';
import type { Ground } from './ground.ts';

/** Where a workspace is reached. */
export interface NotionAddress {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly call: Call;
}

/** A workspace that the contract is tried on. */
export interface NotionAccount {
  readonly notion: Notion;
  askAccount(): Promise<VendorAccount>;
  /** Of the battery's own database, whose pages end with it. */
  readonly dataSourceId: string;
  readonly databaseId: string;
  /** A client whose token opens nothing. */
  readonly stranger: Notion;
}

const WRONG = 'ntn_00000000000000000000000000000000000000000000';
const TIMEOUT_MS = 60_000;

const PROPERTIES = {
  Name: { title: {} },
  Seats: { number: {} },
  Tags: { multi_select: {} },
  Domain: { url: {} },
  'Kick-off': { date: {} },
  'Contract signed': { checkbox: {} },
} as const;

/** Makes a database below the page, which goes into the trash with all that was made in it. */
export const openNotion = async (
  address: NotionAddress,
  parentPageId: string,
  ground: Ground,
): Promise<NotionAccount> => {
  const sdk = makeNotionSdk(address);
  const notion = makeNotion(address);
  const { id: databaseId } = await sdk.ask(AbortSignal.timeout(TIMEOUT_MS), (client) =>
    client.databases.create({
      parent: { type: 'page_id', page_id: parentPageId },
      title: [{ text: { content: ground.prefix } }],
      initial_data_source: { properties: PROPERTIES },
    }),
  );
  ground.later(() =>
    sdk.ask(AbortSignal.timeout(TIMEOUT_MS), (client) =>
      client.databases.update({ database_id: databaseId, in_trash: true }),
    ),
  );
  const database = await notion.getDatabase(databaseId);
  return {
    notion,
    databaseId,
    dataSourceId: database?.dataSources[0]?.id ?? '',
    askAccount: () => askNotionAccount(address),
    stranger: makeNotion({ ...address, accessToken: WRONG }),
  };
};
