import { reasonsText } from './points.ts';
import type { Judged } from './read-churn.ts';

/** As many records as HubSpot takes in one call. */
const BATCH = 100;

/** Record at HubSpot on which the points of a customer stand. */
const placeOf = ({ signals }: Judged) =>
  signals.kind === 'account'
    ? ({ type: 'companies', id: signals.hubspotCompanyId } as const)
    : ({ type: 'contacts', id: signals.hubspotContactId } as const);

const chunksOf = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, nth) => all.slice(nth * size, (nth + 1) * size));

/** What HubSpot is to be told of these customers, in batches. */
export const toPatches = (customers: readonly Judged[]) =>
  (['companies', 'contacts'] as const).flatMap((type) => {
    const objects = customers.flatMap((one) => {
      const place = placeOf(one);
      if (place.type !== type || place.id === null) return [];
      const properties = {
        sherpa_churn_points: one.judged?.points ?? null,
        sherpa_churn_reasons: reasonsText(one.judged),
      };
      return [{ id: place.id, properties }];
    });
    return chunksOf(objects, BATCH).map((some) => ({ type, objects: some }));
  });

/** The same for our own field, to be written once HubSpot is to be told for certain. */
export const toSaves = (customers: readonly Judged[]) =>
  chunksOf(
    customers.map(({ signals, judged }) => ({ customerId: signals.customerId, written: judged })),
    BATCH * 5,
  ).map((risks) => ({ risks }));
