import { IntegrationError } from '@sherpa/core';
import { readNotion, writeNotion, type NotionDeps } from './asking.ts';
import { dataSourceSchema } from './data-source.ts';

/** The property of ours by which a page is found again, so that making it twice makes one. */
export const KEY_PROPERTY = 'Sherpa Key';

const readType = async (deps: NotionDeps, id: string): Promise<string | undefined> => {
  const source = await readNotion(
    deps,
    {
      operation: 'dataSources.get',
      ask: (client) => client.dataSources.retrieve({ data_source_id: id }),
      read: (answer) => dataSourceSchema.parse(answer),
    },
    {},
  );
  return source.properties.find(({ name }) => name === KEY_PROPERTY)?.type;
};

const addProperty = (deps: NotionDeps, id: string): Promise<undefined> =>
  writeNotion(
    deps,
    {
      operation: 'dataSources.update',
      // A property of that name and type is there afterwards, however often it is asked for.
      idempotent: true,
      ask: (client) =>
        client.dataSources.update({ data_source_id: id, properties: { [KEY_PROPERTY]: { rich_text: {} } } }),
      read: () => undefined,
    },
    {},
  );

const ensure = async (deps: NotionDeps, id: string): Promise<void> => {
  const type = await readType(deps, id);
  if (type === 'rich_text') return undefined;
  if (type === undefined) return addProperty(deps, id);
  throw new IntegrationError('The property Sherpa Key of a Notion data source must hold text.', {
    code: 'integration_rejected',
    retry: 'never',
    details: { vendor: 'notion', operation: 'dataSources.get', dataSourceId: id },
  });
};

/**
 * Makes a function that sees to the property of a data source once; what it found is kept, a failure is
 * not. It takes no signal, because the tasks that wait for the same request must not end with the first.
 */
export const makeKeyPropertyCheck = (deps: NotionDeps): ((dataSourceId: string) => Promise<void>) => {
  const checked = new Map<string, Promise<void>>();
  return async (dataSourceId) => {
    const check = checked.get(dataSourceId) ?? ensure(deps, dataSourceId);
    checked.set(dataSourceId, check);
    try {
      await check;
    } catch (thrown) {
      checked.delete(dataSourceId);
      throw thrown;
    }
  };
};
