/**
 * The shell program between a starter and a server it starts.
 *
 * Called as `sh -c SCRIPT guard GENTLE HARD GRACE_S REMOVE COMMAND ARGS…` with descriptor 3 an end of a socket
 * whose other end only the starter holds. However the starter ends, the kernel closes that end, `read` sees
 * the end of file and the server is asked to stop; no process can be left behind by a `kill -9`.
 * REMOVE, when not empty, is a folder of the starter's that goes away when the server was ended in this way: the
 * watcher then ends with 0. A server that ended by itself leaves it to the starter, who may want to look inside.
 *
 * - The server's pid goes back over descriptor 3. The server itself does not get the descriptor.
 * - `wait` returns early on a trapped signal, so it is repeated while the server lives. A zombie counts as
 *   living for `kill -0`, hence the code of the last `wait` is the server's own.
 * - Traps are set after the fork of the processes they must not catch for: a signal that reaches a subshell
 *   before it has dropped its parent's traps would be lost.
 * - The watcher is silent: a shell reports every child that a signal ended, here into the server's log.
 * - A signal sent to the guard is meant for the server.
 */
export const guardScript = `
gentle=$1 hard=$2 grace=$3 remove=$4
shift 4
"$@" 3<&- &
server=$!
echo "$server" >&3
(
  read -r _ <&3
  kill -s "$gentle" "$server" 2>/dev/null
  sleep "$grace" 3<&- &
  nap=$!
  trap 'kill "$nap" 2>/dev/null; wait "$nap"; exit 0' TERM
  wait "$nap"
  kill -s "$hard" "$server" 2>/dev/null
  exit 0
) 2>/dev/null &
watcher=$!
trap 'kill -s "$gentle" "$server" 2>/dev/null' TERM INT HUP
while :; do
  wait "$server"
  code=$?
  kill -0 "$server" 2>/dev/null || break
done
kill "$watcher" 2>/dev/null
if wait "$watcher" 2>/dev/null && [ -n "$remove" ]; then rm -rf -- "$remove"; fi
exit "$code"
`;
