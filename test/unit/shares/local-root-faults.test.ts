import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  nodeFs,
  openLocalRoot,
  relPath,
  shareBehaviour,
  type FsPort,
  type LocalRoot,
} from '../../../src/engine/shares';
import { faultyFs, systemFailure, withDevice } from '../../support/faulty-fs';
import { fsOn, locationOn } from '../../support/foreign-root';
import { fakeClock, type FakeClock } from '../base/failures/fake-clock';

const bytes = new TextEncoder().encode('<nfe>conteúdo</nfe>');
const other = new TextEncoder().encode('<nfe>outro conteúdo</nfe>');
const sha = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
const path = relPath('NFe', 'nota.xml');

let location: string;
const open = (fs: FsPort, deadlineMs = 10_000): LocalRoot =>
  openLocalRoot({ id: 'import', location, drained: true, fs, deadlineMs });
const onDisk = async (): Promise<string[]> =>
  (await readdir(location, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);

/** Some Windows volumes are like this. */
const withoutNumber: FsPort['stat'] = async (name) => {
  const facts = await nodeFs.stat(name);
  return facts === null ? null : { ...facts, inode: 0n };
};

/** A promise that tests release. */
function gate(): { readonly opened: Promise<void>; open: () => void } {
  let release: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { opened, open: () => release() };
}

beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'malote-faults-'));
});
afterEach(() => rm(location, { recursive: true, force: true }));

describe('a large stranger in the place of a file', () => {
  const GIB = 1024 ** 3;
  const stranger = (size: number): Promise<void> =>
    mkdir(join(location, 'NFe'))
      .then(() => writeFile(join(location, 'NFe', 'nota.xml'), ''))
      .then(() => truncate(join(location, 'NFe', 'nota.xml'), size));
  const never = (): Promise<never> => new Promise(() => undefined);
  const wellWith = async (root: LocalRoot): Promise<void> => {
    expect((await root.writeVerified(relPath('NFe', 'outra.xml'), bytes)).outcome).toBe('placed');
  };

  it('is a conflict by its size, of which nothing is read', async () => {
    await stranger(1.5 * GIB);
    const root = open(faultyFs({ digest: never }), 2_000);
    const unread = { size: 1.5 * GIB, sha256: null };
    expect(await root.writeVerified(path, bytes)).toEqual({ outcome: 'conflict', found: unread });
    expect(await root.fingerprint(path, { wantedSize: bytes.length })).toEqual(unread);
    await wellWith(root);
  });

  it('whose content still comes when the deadline is near is its own affair, never the root’s', async () => {
    await stranger(17 * 1024 ** 2);
    // as one of hundreds of gibibytes
    const digest: FsPort['digest'] = async (file, enough) => {
      for (;;) await nodeFs.digest(file, enough);
    };
    const root = open(faultyFs({ digest }), 600);
    await expect(root.fingerprint(path)).rejects.toMatchObject({ code: 'SHARE_UNFIT' });
    const [told] = await root.fingerprintMany([path]);
    expect(told).toMatchObject({ ok: false, error: { code: 'SHARE_UNFIT' } });
    await wellWith(root);
  });

  it('of which nothing comes any more is the root’s affair', async () => {
    await stranger(17 * 1024 ** 2);
    const root = open(faultyFs({ digest: never }), 200);
    await expect(root.fingerprint(path)).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
  });
});

describe('a root that fails while a file is placed', () => {
  it('says FULL when the space ends only at fsync, and leaves nothing', async () => {
    const root = open(faultyFs({}, () => ({ sync: () => systemFailure('ENOSPC') })));
    const failure: unknown = await root.writeVerified(path, bytes).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'SHARE_FULL' });
    expect(shareBehaviour(failure)).toBe('needs-person');
    expect(await onDisk()).toEqual([]);
  });

  it('says FULL when a quota without a name ends only at close', async () => {
    const root = open(
      faultyFs({}, (file) => ({
        close: async () => {
          await file.close();
          return systemFailure('Unknown system error -122', -122);
        },
      })),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_FULL' });
    expect(await onDisk()).toEqual([]);
  });

  it('goes on after a short write', async () => {
    const root = open(
      faultyFs({}, (file) => ({ write: (all, offset) => file.write(all.slice(0, offset + 3), offset) })),
    );
    expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
    expect(await readFile(join(location, 'NFe', 'nota.xml'))).toEqual(Buffer.from(bytes));
  });

  it('finds out that a write reported more than it kept', async () => {
    const root = open(
      faultyFs({}, (file) => ({ write: (all) => file.write(all.slice(0, 5), 0).then(() => all.length) })),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VERIFY_FAILED' });
    expect(await onDisk()).toEqual([]);
  });

  it('never shows a corrupted file under its final name', async () => {
    const linked: string[] = [];
    const root = open(
      faultyFs(
        {
          link: (from, to) => {
            linked.push(to);
            return nodeFs.link(from, to);
          },
        },
        (file) => ({
          write: (all, offset) =>
            file.write(
              all.map((byte) => byte ^ 1),
              offset,
            ),
        }),
      ),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VERIFY_FAILED' });
    expect(linked).toEqual([]);
  });

  it('removes its own file when it reads back differently under its name', async () => {
    const root = open(
      faultyFs({
        link: () => systemFailure('ENOTSUP'),
        readFile: async (name) => {
          const found = await nodeFs.readFile(name);
          return name.endsWith('nota.xml') ? found.map((byte) => byte ^ 1) : found;
        },
      }),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VERIFY_FAILED' });
    expect(await onDisk()).toEqual([]);
  });

  it.each([
    ['by its number, when it is a second name of the file that was read back', {}, 0],
    ['by reading, where it was renamed', { link: () => systemFailure('ENOTSUP') }, 1],
    ['by reading, where the system gives no numbers', { stat: withoutNumber }, 1],
  ] as const)('proves the name %s', async (_how, changes, expected) => {
    let reads = 0;
    const root = open(
      faultyFs({
        readFile: (name) => {
          if (name.endsWith('nota.xml')) reads += 1;
          return nodeFs.readFile(name);
        },
        ...changes,
      }),
    );
    expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
    expect(reads).toBe(expected);
  });

  it('reads what stands under the name when it is another file than the one that was linked', async () => {
    const root = open(
      faultyFs({
        link: async (from, to) => {
          await nodeFs.link(from, to);
          await nodeFs.unlink(to);
          await writeFile(to, other);
        },
      }),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VERIFY_FAILED' });
    expect(await readFile(join(location, 'NFe', 'nota.xml'))).toEqual(Buffer.from(other));
  });

  it('gives no name to a file that was written to another volume than the root', async () => {
    let device = 7n;
    const linked: string[] = [];
    const root = open(
      faultyFs(
        {
          stat: async (name) => withDevice(await nodeFs.stat(name), device),
          readFile: (name) => (name.startsWith('/proc/') ? systemFailure('ENOENT') : nodeFs.readFile(name)),
          link: (_from, to) => {
            linked.push(to);
            return Promise.resolve();
          },
        },
        (file) => ({
          sync: () => {
            device = 8n;
            return file.sync();
          },
        }),
      ),
    );
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    expect(linked).toEqual([]);
    expect(await onDisk()).toEqual([]);
  });

  it('counts a file as placed that another program took the moment it had its name', async () => {
    const root = open(
      faultyFs({
        link: async (from, to) => {
          await nodeFs.link(from, to);
          await nodeFs.unlink(to);
        },
      }),
    );
    expect(await root.writeVerified(path, bytes)).toEqual({
      outcome: 'placed',
      found: { size: bytes.length, sha256: sha(bytes) },
    });
    expect(await onDisk()).toEqual([]);
  });

  it.each([
    ['link', {}],
    ['rename', { link: () => systemFailure('EPERM') }],
  ] as const)('never overwrites a file that comes under the name meanwhile (%s)', async (_how, changes) => {
    const root = open(
      faultyFs(changes, (file) => ({
        sync: async () => {
          await writeFile(join(location, 'NFe', 'nota.xml'), other);
          return file.sync();
        },
      })),
    );
    expect((await root.writeVerified(path, bytes)).outcome).toBe('conflict');
    expect(await readFile(join(location, 'NFe', 'nota.xml'))).toEqual(Buffer.from(other));
    expect(await onDisk()).toEqual(['nota.xml']);
  });

  it('removes the temporary file when the rename fails', async () => {
    const root = open(faultyFs({ link: () => systemFailure('ENOTSUP'), rename: () => systemFailure('EIO') }));
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_IO' });
    expect(await onDisk()).toEqual([]);
  });
});

describe('a root on Windows', () => {
  const noLinks: FsPort['link'] = () => systemFailure('EISDIR');

  /** With this machine's files; the changes are told names as this machine writes them. On a volume without links, as FAT is. */
  function windows(changes: Partial<FsPort>): { readonly root: LocalRoot; readonly clock: FakeClock } {
    const clock = fakeClock();
    const fs = fsOn('win32', faultyFs({ link: noLinks, ...changes }));
    const root = openLocalRoot({
      id: 'import',
      drained: true,
      platform: 'win32',
      clock,
      fs,
      location: locationOn('win32', location),
    });
    return { root, clock };
  }

  /** The file cannot be read under its final name: `times` at first, with this code; then `then`. */
  function held(code: string, times: number, then?: FsPort['readFile']): FsPort['readFile'] {
    let left = times;
    return (name) => {
      if (!name.endsWith('nota.xml')) return nodeFs.readFile(name);
      left -= 1;
      if (left >= 0) return systemFailure(code);
      return then === undefined ? nodeFs.readFile(name) : then(name);
    };
  }

  const placed = { outcome: 'placed', found: { size: bytes.length, sha256: sha(bytes) } };

  it('is patient where a virus scanner holds new files for an instant', async () => {
    let refusals = 2;
    const { root, clock } = windows({
      rename: (from, to) => (refusals-- > 0 ? systemFailure('EPERM') : nodeFs.rename(from, to)),
    });
    expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
    expect(clock.slept).toEqual([20, 100]);
    expect(await onDisk()).toEqual(['nota.xml']);
  });

  it.each(['EBUSY', 'EPERM', 'EACCES'])(
    'reads the named file again while it is held for an instant (%s)',
    async (code) => {
      const { root, clock } = windows({ readFile: held(code, 2) });
      expect(await root.writeVerified(path, bytes)).toEqual(placed);
      expect(clock.slept).toEqual([20, 100]);
    },
  );

  it('still finds that the named file differs, once it can be read', async () => {
    const differs: FsPort['readFile'] = async (name) => (await nodeFs.readFile(name)).map((byte) => byte ^ 1);
    const { root } = windows({ readFile: held('EBUSY', 2, differs) });
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_VERIFY_FAILED' });
    expect(await onDisk()).toEqual([]);
  });

  it.each(['EBUSY', 'EPERM', 'EACCES'])(
    'counts a file as placed that its reader has open all the time and that is our own (%s)',
    async (code) => {
      const { root } = windows({ readFile: held(code, Number.POSITIVE_INFINITY) });
      expect(await root.writeVerified(path, bytes)).toEqual(placed);
      expect(await onDisk()).toEqual(['nota.xml']);
    },
  );

  it('counts a file as placed that was about to be deleted, and then was', async () => {
    const drained: FsPort['readFile'] = async (name) => {
      await nodeFs.unlink(name);
      return systemFailure('ENOENT');
    };
    const { root } = windows({ readFile: held('EPERM', 1, drained) });
    expect(await root.writeVerified(path, bytes)).toEqual(placed);
  });

  it.each([
    ['the system gives no numbers', { stat: withoutNumber }],
    [
      'it is another file by now',
      {
        rename: async (from: string, to: string): Promise<void> => {
          // the first one keeps its number while it exists
          await nodeFs.rename(from, `${to}.outro`);
          await writeFile(to, bytes);
        },
      },
    ],
    [
      'it has another size by now',
      {
        rename: async (from: string, to: string): Promise<void> => {
          await nodeFs.rename(from, to);
          await writeFile(to, other);
        },
      },
    ],
  ])('proves nothing by a file that is held all the time where %s', async (_why, changes) => {
    const { root } = windows({ readFile: held('EBUSY', Number.POSITIVE_INFINITY), ...changes });
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_BUSY' });
  });

  it('takes a new file that a virus scanner removed before its name for that file’s affair, and places the others', async () => {
    const { root } = windows({
      rename: async (from, to) => {
        if (to.endsWith('nota.xml')) await nodeFs.unlink(from);
        return nodeFs.rename(from, to);
      },
    });
    const free = relPath('NFe', 'livre.xml');
    const results = await root.writeVerifiedMany(
      [path, free].map((one) => ({ path: one, bytes })),
      { concurrency: 1 },
    );
    expect(results).toMatchObject([{ ok: false, error: { code: 'SHARE_BUSY' } }, { ok: true }]);
    expect(await onDisk()).toEqual(['livre.xml']);
  });

  it('that went away with the new file is unreachable all the same', async () => {
    const { root } = windows({
      rename: async (from, to) => {
        await rm(location, { recursive: true });
        return nodeFs.rename(from, to);
      },
    });
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
  });
});

describe('a root on Windows with links', () => {
  const windows = (changes: Partial<FsPort>): { readonly root: LocalRoot; readonly clock: FakeClock } => {
    const clock = fakeClock();
    const fs = fsOn('win32', faultyFs(changes));
    const root = openLocalRoot({
      id: 'import',
      platform: 'win32',
      clock,
      fs,
      location: locationOn('win32', location),
    });
    return { root, clock };
  };
  const neverRenames: FsPort['rename'] = () => Promise.reject(new Error('a link was to do'));
  const others = [1, 2].map((n) => relPath('NFe', `${String(n)}.xml`));

  it('names a file without a look before it, and refuses a name that is taken meanwhile', async () => {
    const looks: string[] = [];
    const { root } = windows({
      rename: neverRenames,
      stat: (name) => {
        if (name.endsWith('.xml')) looks.push(name);
        return nodeFs.stat(name);
      },
    });
    await root.writeVerified(others[0]!, bytes);
    looks.length = 0;
    await root.writeVerified(others[1]!, bytes);
    // one to prove the name by its number, and none before it
    expect(looks).toHaveLength(1);
    await writeFile(join(location, 'NFe', 'nota.xml'), other);
    expect((await root.writeVerified(path, bytes)).outcome).toBe('conflict');
    expect(await readFile(join(location, 'NFe', 'nota.xml'))).toEqual(Buffer.from(other));
  });

  it.each(['EBUSY', 'EPERM', 'EACCES'])('waits for a new file that is held for an instant (%s)', async (code) => {
    let refusals = 2;
    const { root, clock } = windows({
      rename: neverRenames,
      link: (from, to) => (refusals-- > 0 ? systemFailure(code) : nodeFs.link(from, to)),
    });
    expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
    expect(clock.slept).toEqual([20, 100]);
  });

  it.each(['EBUSY', 'EPERM', 'EACCES'])(
    'says of a file that stays open that it is open, not that access is denied (%s), and places the others',
    async (code) => {
      const open = (to: string): boolean => to.endsWith('nota.xml');
      const { root } = windows({
        link: (from, to) => (open(to) ? systemFailure(code) : nodeFs.link(from, to)),
        rename: (_from, to) => (open(to) ? systemFailure(code) : Promise.reject(new Error('a link was to do'))),
      });
      const results = await root.writeVerifiedMany(
        [path, ...others].map((one) => ({ path: one, bytes })),
        { concurrency: 1 },
      );
      expect(results).toMatchObject([{ ok: false, error: { code: 'SHARE_BUSY' } }, { ok: true }, { ok: true }]);
      expect(results.map((result) => (result.ok ? null : shareBehaviour(result.error)))[0]).toBe('again-soon');
    },
  );

  it('says so too where the old content cannot be read or replaced, or the source of a move not be removed', async () => {
    const held = new Set<string>();
    const unlessHeld = <Value>(name: string, call: () => Promise<Value>): Promise<Value> =>
      held.has(name) ? systemFailure('EPERM') : call();
    const { root } = windows({
      readFile: (name) => unlessHeld(name, () => nodeFs.readFile(name)),
      rename: (from, to) => unlessHeld(to, () => nodeFs.rename(from, to)),
      unlink: (name) => unlessHeld(name, () => nodeFs.unlink(name)),
    });
    await root.writeVerified(path, other);
    held.add(join(location, 'NFe', 'nota.xml'));
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_BUSY' });
    await expect(root.move(path, relPath('CTe', 'nota.xml'))).rejects.toMatchObject({ code: 'SHARE_BUSY' });
  });

  it('still says that access is denied where no file may be made', async () => {
    const { root } = windows({
      open: (name, flags) => (flags === 'wx' ? systemFailure('EPERM') : nodeFs.open(name, flags)),
    });
    await expect(root.writeVerified(path, bytes)).rejects.toMatchObject({ code: 'SHARE_DENIED' });
  });

  it('looks before it renames where the volume refuses links in the words for an open file', async () => {
    let asked = 0;
    const { root } = windows({
      link: () => {
        asked += 1;
        return systemFailure('EPERM');
      },
    });
    for (const one of [path, ...others]) expect((await root.writeVerified(one, bytes)).outcome).toBe('placed');
    // patience for the first file, and none for those after it
    expect(asked).toBe(4);
  });
});

describe('one bad path', () => {
  /** As Windows does. */
  const asEnoent =
    <Arguments extends readonly unknown[], Value>(call: (...args: Arguments) => Promise<Value>) =>
    async (...args: Arguments): Promise<Value> => {
      try {
        return await call(...args);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') return systemFailure('ENOENT');
        throw error;
      }
    };
  const windowsWords = faultyFs({
    mkdir: asEnoent((name: string) => nodeFs.mkdir(name)),
    open: asEnoent((name: string, flags: 'wx' | 'r') => nodeFs.open(name, flags)),
  });
  const free = relPath('CTe', 'livre.xml');

  it.each(['win32', 'posix'] as const)('is no reason to give up the others of a batch (%s)', async (platform) => {
    const fs = fsOn(platform, windowsWords);
    const root = openLocalRoot({ id: 'import', location: locationOn(platform, location), platform, fs });
    await writeFile(join(location, 'NFe'), 'a file where a folder should be');
    const results = await root.writeVerifiedMany(
      [path, free].map((one) => ({ path: one, bytes })),
      { concurrency: 1 },
    );
    expect(results).toMatchObject([
      {
        ok: false,
        error: { code: 'SHARE_BAD_PATH', details: { cause: 'há um arquivo onde deveria haver uma pasta' } },
      },
      { ok: true },
    ]);
  });

  it('is tried again soon where nothing explains it', async () => {
    const root = open(
      faultyFs({ open: (name, flags) => (name.includes('NFe') ? systemFailure('ENOENT') : nodeFs.open(name, flags)) }),
    );
    const results = await root.writeVerifiedMany(
      [path, free].map((one) => ({ path: one, bytes })),
      { concurrency: 1 },
    );
    expect(results).toMatchObject([{ ok: false, error: { code: 'SHARE_BUSY' } }, { ok: true }]);
  });
});

describe('a root that hangs', () => {
  it('times out, changes nothing once released, and serves the next call', async () => {
    const hang = gate();
    let isHanging = true;
    const root = open(
      faultyFs({}, (file) => ({
        sync: async () => {
          if (isHanging) await hang.opened;
          return file.sync();
        },
      })),
    );
    await expect(root.writeVerified(path, bytes, { deadlineMs: 30 })).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    isHanging = false;
    const next = root.writeVerified(path, other);
    hang.open();
    expect((await next).outcome).toBe('placed');
    expect(await readFile(join(location, 'NFe', 'nota.xml'))).toEqual(Buffer.from(other));
    expect(await onDisk()).toEqual(['nota.xml']);
  });

  it('lets the caller go at once when the signal fires', async () => {
    const hang = gate();
    const root = open(faultyFs({ readFile: () => hang.opened.then(() => bytes) }));
    const stop = new AbortController();
    const reading = root.read(path, { signal: stop.signal });
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'CANCELLED' });
    hang.open();
  });

  it('does not hold up other files', async () => {
    const hang = gate();
    await mkdir(join(location, 'NFe'));
    await writeFile(join(location, 'NFe', 'nota.xml'), bytes);
    const root = open(
      faultyFs({
        readFile: (name) => (name.endsWith('nota.xml') ? hang.opened.then(() => bytes) : nodeFs.readFile(name)),
      }),
    );
    const stuck = root.writeVerified(path, bytes);
    expect((await root.writeVerified(relPath('NFe', 'livre.xml'), bytes)).outcome).toBe('placed');
    hang.open();
    expect((await stuck).outcome).toBe('same');
  });
});

describe('a root that goes away', () => {
  it('is unreachable, and is never created anew', async () => {
    const root = open(nodeFs);
    await root.writeVerified(path, bytes);
    await rename(location, `${location}-away`);
    const calls = [
      () => root.writeVerified(relPath('b.xml'), bytes),
      () => root.read(path),
      () => root.fingerprint(path),
      () => root.check(),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    }
    await expect(root.list([])[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    await expect(root.folders([])[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    await expect(readdir(location)).rejects.toMatchObject({ code: 'ENOENT' });
    await rename(`${location}-away`, location);
    expect((await root.writeVerified(path, bytes)).outcome).toBe('same');
  });

  it('does not take "gone" for "no such file" when the root vanishes during the read', async () => {
    const root = open(
      faultyFs({
        readFile: async (name) => {
          await rm(location, { recursive: true, force: true });
          return nodeFs.readFile(name);
        },
      }),
    );
    await expect(root.read(path)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
  });

  it('refuses another volume under the same name (lazy unmount), and accepts the same source mounted again', async () => {
    let device = 7n;
    let mounted = 'cifs //servidor/xml';
    const posixLocation = locationOn('posix', location);
    const fs = faultyFs({
      stat: async (name) => withDevice(await nodeFs.stat(name), device),
      readFile: (name) =>
        name === '/proc/self/mountinfo'
          ? Promise.resolve(new TextEncoder().encode(`36 35 0:1 / ${posixLocation} rw - ${mounted} rw\n`))
          : nodeFs.readFile(name),
    });
    const root = openLocalRoot({
      id: 'import',
      location: posixLocation,
      fs: fsOn('posix', fs),
      platform: 'posix',
    });
    await root.writeVerified(path, bytes);
    device = 8n;
    expect((await root.writeVerified(path, bytes)).outcome).toBe('same');
    device = 9n;
    mounted = 'ext4 /dev/sda1';
    await expect(root.writeVerified(relPath('b.xml'), bytes)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
    expect(await onDisk()).toEqual(['nota.xml']);
  });

  it('creates a folder again that somebody removed', async () => {
    const root = open(nodeFs);
    await root.writeVerified(path, bytes);
    await rm(join(location, 'NFe'), { recursive: true });
    expect((await root.writeVerified(path, bytes)).outcome).toBe('placed');
  });

  it('creates a folder again that somebody removed above one that is new', async () => {
    const root = open(nodeFs);
    const inMonth = (month: string) => relPath('ALFA', month, 'nota.xml');
    await root.writeVerified(inMonth('10'), bytes);
    await rm(join(location, 'ALFA'), { recursive: true });
    expect((await root.writeVerified(inMonth('11'), bytes)).outcome).toBe('placed');
  });

  it('creates a folder again, at the next move into it, that somebody removed', async () => {
    const root = open(nodeFs);
    const to = relPath('Outra', 'nota.xml');
    await root.writeVerified(path, bytes);
    await root.writeVerified(relPath('Outra', 'primeira.xml'), bytes);
    await rm(join(location, 'Outra'), { recursive: true });
    await expect(root.move(path, to)).rejects.toMatchObject({ code: 'SHARE_BUSY' });
    expect(await root.move(path, to)).toBe(true);
  });

  it('refuses a root that is a file or no absolute path', async () => {
    await writeFile(join(location, 'arquivo'), 'x');
    const file = openLocalRoot({ id: 'import', location: join(location, 'arquivo') });
    await expect(file.check()).rejects.toMatchObject({ code: 'SHARE_BAD_ROOT' });
    expect(() => openLocalRoot({ id: 'import', location: 'relativo' })).toThrow(/caminho não está completo/);
  });
});

describe('leftovers of a crash', () => {
  it('are not listed, and are swept only when they are old', async () => {
    const root = open(nodeFs);
    await root.writeVerified(path, bytes);
    const [old, young] = ['.malote-00ff.part', '.malote-probe-11.part'].map((name) => join(location, 'NFe', name));
    for (const name of [old, young]) await writeFile(name ?? '', 'pela metade');
    await utimes(old ?? '', 1, 1);
    const listed: string[] = [];
    for await (const file of root.list([])) listed.push(file.path.join('/'));
    expect(listed).toEqual(['NFe/nota.xml']);
    expect(await root.sweepTemporaries([], 3_600_000)).toBe(1);
    expect((await onDisk()).sort()).toEqual(['.malote-probe-11.part', 'nota.xml']);
  });

  it('of a move, where both names stand, are finished by the next move', async () => {
    const root = open(nodeFs);
    await root.writeVerified(path, bytes);
    await mkdir(join(location, 'novo'));
    await nodeFs.link(join(location, 'NFe', 'nota.xml'), join(location, 'novo', 'nota.xml'));
    expect(await root.move(path, relPath('novo', 'nota.xml'))).toBe(true);
    expect(await onDisk()).toEqual(['nota.xml']);
  });
});

describe('names that differ only in case', () => {
  it('are one file or two, as the volume decides, and never lose content', async () => {
    const root = open(nodeFs);
    const [lower, upper] = [relPath('nota.xml'), relPath('NOTA.xml')];
    await root.writeVerified(lower, bytes);
    const isOneFile = (await root.read(upper)) !== null;
    expect((await root.writeVerified(upper, other)).outcome).toBe(isOneFile ? 'conflict' : 'placed');
    expect(Buffer.from((await root.read(lower)) ?? [])).toEqual(Buffer.from(bytes));
    if (!isOneFile) await expect(root.move(lower, upper)).rejects.toMatchObject({ code: 'SHARE_EXISTS' });
    expect((await root.fingerprint(lower))?.sha256).toBe(sha(bytes));
  });

  /** Wine says yes to it and does nothing. */
  async function renamesCase(): Promise<boolean> {
    const folder = await mkdtemp(join(tmpdir(), 'malote-caso-'));
    await writeFile(join(folder, 'a'), '');
    await rename(join(folder, 'a'), join(folder, 'A'));
    const [name] = await readdir(folder);
    await rm(folder, { recursive: true });
    return name === 'A';
  }

  it('can be renamed into each other', async () => {
    const root = open(nodeFs);
    await root.writeVerified(relPath('nota.xml'), bytes);
    expect(await root.move(relPath('nota.xml'), relPath('NOTA.xml'))).toBe(true);
    expect(Buffer.from((await root.read(relPath('NOTA.xml'))) ?? [])).toEqual(Buffer.from(bytes));
    expect(await onDisk()).toEqual([(await renamesCase()) ? 'NOTA.xml' : 'nota.xml']);
  });
});
