/** How the id begins that stands for the one of somebody forgotten. */
export const FORGOTTEN = 'forgotten-';

/** Whether an id stands for one that was forgotten: no vendor knows it. */
export const isPseudonym = (externalId: string): boolean => externalId.startsWith(FORGOTTEN);

/** The node of a forgotten object: its system and type with the pseudonym for an id. */
export const pseudonymNode = (node: string, pseudonym: string): string =>
  `${node.split(':').slice(0, 2).join(':')}:${pseudonym}`;
