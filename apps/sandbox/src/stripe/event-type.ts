/** `invoice.*` stands for every event whose name begins so, `*` for every event. */
export const isEventType = (type: string, wanted: string): boolean =>
  wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
