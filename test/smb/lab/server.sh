#!/bin/bash
# The file server of the laboratory: start | kill | freeze | thaw. It lives in a network of its own, behind a cable.
set -u
state=/run/lab/samba

processes() {
  local parent child
  parent=$(cat "$state/main.pid")
  echo "$parent"
  for child in $(ps -o pid= --ppid "$parent"); do
    echo "$child"
    ps -o pid= --ppid "$child"
  done
}

case $1 in
  start)
    # The address may be in use for an instant after the server was killed.
    for _ in $(seq 50); do
      (exec setsid nsenter --net=/run/netns/server smbd --foreground --no-process-group \
        --configfile=/run/lab/smb.conf --debug-stdout </dev/null >>"$state/out" 2>&1) &
      echo $! >"$state/main.pid"
      for _ in $(seq 50); do
        nsenter --net=/run/netns/server bash -c 'echo >/dev/tcp/10.9.0.2/445' 2>/dev/null && exit 0
        kill -0 "$(cat "$state/main.pid")" 2>/dev/null || break
        sleep 0.1
      done
    done
    echo "the server does not start" >&2
    tail -5 "$state/out" >&2
    exit 1
    ;;
  kill) kill -KILL $(processes) ;;
  freeze) kill -STOP $(processes) ;;
  thaw) kill -CONT $(processes) ;;
esac
exit 0
