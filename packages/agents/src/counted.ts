/** A number with its word, as people read it: `1 try`, `2 tries`; `several` where an s does not do. */
export const counted = (count: number, one: string, several = `${one}s`): string =>
  `${count} ${count === 1 ? one : several}`;
