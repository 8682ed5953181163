// Exit code 0 when the URL given answers well, 1 when it does not or takes too long.
const ANSWER_WITHIN_MS = 3_000;

try {
  const answer = await fetch(process.argv[2] ?? '', { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  process.exitCode = answer.ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
