import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route } from '../http/route.ts';
import { propertiesSchema } from '../hubspot/properties-input.ts';
import { storeOf } from '../hubspot/hubspot.ts';
import { toWireObject } from '../hubspot/wire-object.ts';
import { toValues } from '../hubspot/writes.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const schema = z.strictObject({
  properties: propertiesSchema.default({}),
  archive: z.boolean().default(false),
});

/** Changes a record as a person in HubSpot would: no token, no limit, not counted as a caller's write. */
export const editRecordRoute = ({ world }: ControlDeps): Route => ({
  method: 'post',
  path: '/_sandbox/hubspot/:objectType/:objectId',
  handle: (request) => {
    const store = storeOf(world.hubspot, paramOf(request, 'objectType'));
    const record = store.get(paramOf(request, 'objectId'));
    if (record === undefined) throw refuseControl(404, 'There is no such record.');
    const { properties, archive } = parseControl(schema, request.body);
    const values = toValues(properties);
    if (values.size > 0) store.update(record, values);
    if (archive) store.archive(record);
    return json(
      toWireObject(store.type, record, { names: [...store.properties.keys()], isKnown: () => true }),
    );
  },
});
