/** What HubSpot tells of a change, as in the body of a webhook but without what a delivery adds. */
export interface HubSpotChange {
  /** `contact.propertyChange`; types without names of their own come as `object.propertyChange`. */
  readonly subscriptionType: string;
  readonly objectTypeId: string;
  readonly objectId: number;
  readonly occurredAtMs: number;
  /** `INTEGRATION` for what came through the API, `CRM_UI` for a person. */
  readonly changeSource: string;
  readonly sourceId?: string;
  readonly propertyName?: string;
  readonly propertyValue?: string;
  readonly primaryObjectId?: number;
  readonly mergedObjectIds?: readonly number[];
  readonly newObjectId?: number;
  readonly fromObjectId?: number;
  readonly toObjectId?: number;
  readonly associationType?: string;
  readonly associationRemoved?: boolean;
  readonly isPrimaryAssociation?: boolean;
}

/** Who makes a change. */
export interface Actor {
  readonly changeSource: string;
  readonly sourceId: string;
}

/** The app whose token the callers of the API carry. */
export const API_ACTOR: Actor = { changeSource: 'INTEGRATION', sourceId: '4242' };

/** Somebody in HubSpot's own pages. */
export const PERSON: Actor = { changeSource: 'CRM_UI', sourceId: 'userId:700010' };
