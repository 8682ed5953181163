import type { Call } from '../../call/make-call.ts';
import { askHubSpotAccount, makeHubSpot, type HubSpot } from '../../hubspot/index.ts';
import type { VendorAccount } from '../../vendor-account.ts';

/** Where a portal is reached. */
export interface HubSpotAddress {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly call: Call;
}

/** A portal that the contract is tried on. */
export interface HubSpotAccount {
  readonly hubspot: HubSpot;
  askAccount(): Promise<VendorAccount>;
  /** A client whose token opens nothing. */
  readonly stranger: HubSpot;
}

const WRONG = 'pat-na1-00000000-0000-4000-8000-000000000000';

export const openHubSpot = (address: HubSpotAddress): HubSpotAccount => ({
  hubspot: makeHubSpot(address),
  askAccount: () => askHubSpotAccount(address),
  stranger: makeHubSpot({ ...address, accessToken: WRONG }),
});
