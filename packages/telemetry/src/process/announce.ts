/** What a process tells the one that started it, for example `{ type: 'ready', port: 4000 }`. */
export interface Announcement {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Tells the parent process something over IPC; without a parent that listens, nothing happens. */
export const announce = (announcement: Announcement): void => {
  if (process.send === undefined || !process.connected) return;
  // The parent may go at any moment; its end reaches us as `disconnect`, not as an error here.
  process.send(announcement, undefined, undefined, () => undefined);
};
