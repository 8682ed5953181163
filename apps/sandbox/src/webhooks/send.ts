/** What became of one request: the status, or why there was none. */
export interface Outcome {
  readonly isTaken: boolean;
  readonly name: string;
}

interface Sending {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly deadlineMs: number;
  /** Aborted when nobody is interested any more. */
  readonly signal: AbortSignal;
}

const reasonOf = (deadline: AbortSignal, signal: AbortSignal): string => {
  if (signal.aborted) return 'broken off';
  return deadline.aborted ? 'timeout' : 'unreachable';
};

/** Makes one request. Anything but a 2xx in time is a failure, a redirect as well. */
export const send = async ({ url, headers, body, deadlineMs, signal }: Sending): Promise<Outcome> => {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([deadline, signal]),
    });
    await answer.body?.cancel();
    return { isTaken: answer.ok, name: String(answer.status) };
  } catch {
    return { isTaken: false, name: reasonOf(deadline, signal) };
  }
};
