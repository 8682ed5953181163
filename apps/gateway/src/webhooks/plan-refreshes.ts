import type { Vendor } from '@sherpa/core';
import type { DeliveredObject } from '@sherpa/db';
import { OBJECTS_PER_TASK, type Refresh } from './refresh-task.ts';

/** An event whose objects are to be asked for. */
export interface RefreshWish {
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly vendor: Vendor;
  readonly reason: string;
  readonly objects: readonly DeliveredObject[];
}

/** A task to be, and the events that it stands for. */
export interface RefreshPlan extends Refresh {
  readonly tenantId: string;
  readonly deliveryIds: readonly string[];
}

interface Draft {
  readonly objects: Map<string, DeliveredObject>;
  readonly deliveryIds: string[];
}

const placeOf = ({ type, id }: DeliveredObject): string => JSON.stringify([type, id]);

const draftAll = (wishes: readonly RefreshWish[]): readonly Draft[] => {
  const drafts: Draft[] = [];
  const homes = new Map<string, Draft>();
  for (const { id, objects } of wishes) {
    const places = objects.map((object) => [placeOf(object), object] as const);
    const home = homes.get(places[0]?.[0] ?? '');
    const last = drafts.at(-1);
    const isRoom = last !== undefined && last.objects.size < OBJECTS_PER_TASK;
    const draft: Draft = home ?? (isRoom ? last : { objects: new Map(), deliveryIds: [] });
    if (draft !== last && draft !== home) drafts.push(draft);
    draft.deliveryIds.push(id);
    for (const [place, object] of places) {
      draft.objects.set(place, object);
      if (!homes.has(place)) homes.set(place, draft);
    }
  }
  return drafts;
};

/** Few tasks for many events: an object once, and as many objects in a task as a vendor reads at a time. */
export const planRefreshes = (wishes: readonly RefreshWish[]): readonly RefreshPlan[] => {
  const groups = Map.groupBy(wishes, ({ connectionId, reason }) => `${connectionId} ${reason}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { tenantId, connectionId, vendor, reason } = first;
    return draftAll(group).map(({ objects, deliveryIds }) => ({
      tenantId,
      connectionId,
      vendor,
      reason,
      objects: [...objects.values()],
      deliveryIds,
    }));
  });
};
