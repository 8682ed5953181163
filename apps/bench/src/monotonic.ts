/** Milliseconds that only grow, on a scale that all processes of this machine share. */
export const monotonicMs = (): number => performance.timeOrigin + performance.now();
