#!/usr/bin/python3
"""Another computer opens a file of the share so that nobody else may read, write, rename or delete it, until its input ends."""
import sys

from samba.credentials import Credentials
from samba.samba3 import libsmb_samba_internal as libsmb
from samba.samba3 import param

FILE_READ_DATA = 0x1
NOBODY_ELSE = 0

settings = param.get_context()
settings.load("/run/lab/client.conf")
user = Credentials()
user.guess(settings)
user.set_username("backup")
user.set_password("correta")
connection = libsmb.Conn("10.9.0.2", "xml", settings, user)
connection.create(sys.argv[1], DesiredAccess=FILE_READ_DATA, ShareAccess=NOBODY_ELSE)
print("open", flush=True)
sys.stdin.read()
