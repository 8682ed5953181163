/** Why a process should end. */
export type StopReason = 'SIGINT' | 'SIGTERM' | 'parent gone';

interface StopRequestDeps {
  readonly onStop: (reason: StopReason) => void;
  /** The same signal again, by someone who does not want to wait. */
  readonly onImpatience: () => void;
  readonly nowMs: () => number;
}

// One Ctrl-C can arrive more than once: from the terminal, and again from the package manager around us.
const ECHO_MS = 500;

/** Listens for everything that asks this process to end. */
export const listenForStop = ({ onStop, onImpatience, nowMs }: StopRequestDeps): void => {
  const firstAtMs = new Map<StopReason, number>();
  const request = (reason: StopReason) => (): void => {
    const first = firstAtMs.get(reason);
    if (first === undefined) {
      firstAtMs.set(reason, nowMs());
      onStop(reason);
    } else if (nowMs() - first >= ECHO_MS) {
      onImpatience();
    }
  };
  process.on('SIGINT', request('SIGINT'));
  process.on('SIGTERM', request('SIGTERM'));
  if (process.send === undefined) return;
  process.on('disconnect', request('parent gone'));
  // Gone before anyone listened.
  if (!process.connected) request('parent gone')();
};
