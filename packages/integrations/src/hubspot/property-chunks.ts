/** HubSpot takes URLs of about 15,000 characters; host, path and the other parameters are in them too. */
const CHUNK_CHARS = 14_000;

/**
 * Splits property names so that each part fits into one URL: HubSpot answers 414 to longer ones. Each
 * name costs its own `properties=name&`.
 */
export const chunkProperties = (
  names: readonly string[],
  limit = CHUNK_CHARS,
): readonly (readonly string[])[] => {
  const chunks: string[][] = [[]];
  let used = 0;
  for (const name of new Set(names)) {
    const cost = encodeURIComponent(name).length + 'properties=&'.length;
    const last = chunks.at(-1);
    if (last === undefined || (last.length > 0 && used + cost > limit)) {
      chunks.push([name]);
      used = cost;
    } else {
      last.push(name);
      used += cost;
    }
  }
  return chunks;
};
