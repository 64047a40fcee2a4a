#!/usr/bin/python3
"""The part of a desktop that shows tray items (org.kde.StatusNotifierWatcher), for tests.

Each line on stdin is a request in JSON, each line on stdout its answer:
  {"do": "read"}                       {"item": null} or {"item": {"tooltip", "icons", "menu": [{"label", "enabled", "type"}]}}
  {"do": "activate"}                   as a click on the item
  {"do": "click", "label": "Sair"}     as a click on an entry of its menu
The first line says that it is there: {"ready": true}.
"""
import json
import sys
import threading

import dbus
import dbus.mainloop.glib
import dbus.service
from gi.repository import GLib

dbus.mainloop.glib.DBusGMainLoop(set_as_default=True)
BUS = dbus.SessionBus()
WATCHER = 'org.kde.StatusNotifierWatcher'
ITEM = 'org.kde.StatusNotifierItem'
PROPERTIES = 'org.freedesktop.DBus.Properties'


def say(answer):
    print(json.dumps(answer, ensure_ascii=False), flush=True)


class Watcher(dbus.service.Object):
    def __init__(self):
        super().__init__(dbus.service.BusName(WATCHER, BUS), '/StatusNotifierWatcher')
        self.items = []

    @dbus.service.method(WATCHER, in_signature='s', sender_keyword='sender')
    def RegisterStatusNotifierItem(self, service, sender=None):
        item = (sender, service) if service.startswith('/') else (service, '/StatusNotifierItem')
        self.items.append(item)
        BUS.watch_name_owner(item[0], lambda owner: owner == '' and item in self.items and self.items.remove(item))
        self.StatusNotifierItemRegistered(item[0] + item[1])

    @dbus.service.method(WATCHER, in_signature='s')
    def RegisterStatusNotifierHost(self, service):
        pass

    @dbus.service.signal(WATCHER, signature='s')
    def StatusNotifierItemRegistered(self, service):
        pass

    @dbus.service.method(PROPERTIES, in_signature='ss', out_signature='v')
    def Get(self, interface, name):
        return self.properties()[name]

    @dbus.service.method(PROPERTIES, in_signature='s', out_signature='a{sv}')
    def GetAll(self, interface):
        return self.properties()

    def properties(self):
        return {
            'RegisteredStatusNotifierItems': dbus.Array([name + path for name, path in self.items], signature='s'),
            'IsStatusNotifierHostRegistered': True,
            'ProtocolVersion': dbus.Int32(0),
        }


def properties_of(item):
    return dbus.Interface(BUS.get_object(*item), PROPERTIES).GetAll(ITEM)


def menu_of(item):
    path = str(properties_of(item)['Menu'])
    menu = dbus.Interface(BUS.get_object(item[0], path), 'com.canonical.dbusmenu')
    _revision, (_root, _properties, entries) = menu.GetLayout(0, -1, dbus.Array([], signature='s'))
    return menu, entries


def read(item):
    properties = properties_of(item)
    _menu, entries = menu_of(item)
    return {
        'tooltip': str(properties['ToolTip'][2]) if 'ToolTip' in properties else '',
        # the pixels themselves, to tell one image from another
        'icons': [bytes(pixels).hex() for _width, _height, pixels in properties.get('IconPixmap', [])],
        'menu': [
            {
                'label': str(entry.get('label', '')),
                'enabled': bool(entry.get('enabled', True)),
                'type': str(entry.get('type', 'standard')),
            }
            for _id, entry, _children in entries
        ],
    }


def click(item, label, attempts=5):
    menu, entries = menu_of(item)
    found = [number for number, entry, _children in entries if str(entry.get('label', '')) == label]
    try:
        menu.Event(found[0], 'clicked', dbus.Int32(0), dbus.UInt32(0))
    except dbus.DBusException:
        # the program has given itself another menu since it was read
        if attempts == 1:
            raise
        click(item, label, attempts - 1)


def answer(watcher, request):
    item = watcher.items[-1] if watcher.items else None
    if request['do'] == 'read':
        return {'item': None if item is None else read(item)}
    if request['do'] == 'activate':
        dbus.Interface(BUS.get_object(*item), ITEM).Activate(0, 0)
    else:
        click(item, request['label'])
    return {'done': True}


def serve(watcher, line):
    try:
        say(answer(watcher, json.loads(line)))
    except Exception as error:  # whatever it is, the test that asked is told
        say({'error': f'{type(error).__name__}: {error}'})
    return False


def listen(watcher, loop):
    for line in sys.stdin:
        GLib.idle_add(serve, watcher, line)
    GLib.idle_add(loop.quit)


loop = GLib.MainLoop()
watcher = Watcher()
threading.Thread(target=listen, args=(watcher, loop), daemon=True).start()
say({'ready': True})
loop.run()
