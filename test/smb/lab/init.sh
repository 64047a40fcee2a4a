#!/bin/bash
# First process of the laboratory's machine: brings up network, server and mount, hands over to a program of Node, powers off.
# The kernel's command line gives MALOTE_LAB (this folder), MALOTE_NODE, MALOTE_PROGRAM and MALOTE_SCENARIO.
# The machine sees its host's files, which it cannot write: everything of its own lies in memory below /run.
export PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/run/lab TMPDIR=/run/lab/tmp LANG=C.UTF-8 UV_THREADPOOL_SIZE=16
export MALOTE_MOUNT_OPTIONS=username=backup,password=correta,vers=3.1.1,echo_interval=1

finish() {
  echo "LAB-END $1"
  poweroff -f
}
fail() {
  echo "LAB-BROKEN $1"
  finish 70
}
trap 'fail "line $LINENO"' ERR

set_up_system() {
  mount -t proc proc /proc
  mount -t sysfs sys /sys
  mount -t tmpfs tmpfs /run
  mount -t tmpfs tmpfs /dev/shm 2>/dev/null || true
  mkdir -p /run/lab/{tmp,office,archive,cancelled,import,bi,disk,kernel/lib/modules}
  mount --bind /usr/lib/uml/modules /run/lab/kernel/lib/modules
  printf '#!/bin/sh\nexec /sbin/modprobe -d /run/lab/kernel "$@"\n' >/run/lab/modprobe
  chmod +x /run/lab/modprobe
  echo /run/lab/modprobe >/proc/sys/kernel/modprobe
}

lay_cable() {
  ip link set lo up
  ip netns add server
  ip link add cable0 type veth peer name cable1 netns server
  ip addr add 10.9.0.1/24 dev cable0
  ip link set cable0 up
  ip -n server addr add 10.9.0.2/24 dev cable1
  ip -n server link set cable1 up
  ip -n server link set lo up
}

set_up_server() {
  mount -t tmpfs -o size=48m disk /run/lab/disk
  mkdir -p /run/lab/disk/xml/Import /run/lab/samba/{state,lock,cache,pid,ncalrpc}
  # A user that every Debian has; `nobody`, as Samba's guest, would not own what it wrote.
  chown backup /run/lab/disk/xml /run/lab/disk/xml/Import
  cp "$MALOTE_LAB/smb.conf" /run/lab/smb.conf
  grep --invert-match interfaces "$MALOTE_LAB/smb.conf" >/run/lab/client.conf
  printf 'correta\ncorreta\n' | smbpasswd -c /run/lab/smb.conf -a -s backup >/dev/null
  "$MALOTE_LAB/server.sh" start
}

mount_share() {
  mount -t cifs //10.9.0.2/xml "$1" -o "$2"
}

set_up_system
lay_cable
set_up_server
mount_share /run/lab/import "$MALOTE_MOUNT_OPTIONS" || fail "mount"
# The BI program is a computer of its own: another connection, another client to the server.
mount_share /run/lab/bi "$MALOTE_MOUNT_OPTIONS,actimeo=0,nosharesock" || fail "mount of the BI program"
echo "LAB-READY $(cut -d' ' -f1 /proc/uptime) s, Linux $(uname -r), $(smbd --version)"
trap - ERR
cd /run/lab/tmp
"$MALOTE_NODE" "$MALOTE_PROGRAM" "$MALOTE_SCENARIO"
finish $?
