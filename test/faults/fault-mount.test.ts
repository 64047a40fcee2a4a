import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultMount, faultMountsPossible, openFailingShare } from '../support/fault-mount';
import { mayMount, Tmpfs } from '../support/tmpfs';

const possible = await faultMountsPossible();

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'malote-fault-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

describe('a share that fails', () => {
  it('can be taken away and given back on every machine', async () => {
    const share = await openFailingShare(folder);
    console.log(`fault tests run on ${share.means}`);
    await writeDurably(join(share.location, 'a'), 'a');
    await share.disappear();
    await expect(stat(share.location)).rejects.toThrow();
    await share.reappear();
    expect(await readFile(join(share.location, 'a'), 'utf8')).toBe('a');
    await share.close();
  });
});

const faultMount = (): void => {
  let mount: FaultMount;
  const at = (name: string): string => join(mount.point, name);
  beforeEach(async () => {
    await mkdir(join(folder, 'real'));
    mount = await FaultMount.open({ backing: join(folder, 'real'), point: join(folder, 'share') });
  });
  afterEach(() => mount.close());

  it('passes everything through, and counts it', async () => {
    await mount.calls();
    await writeDurably(at('a'), 'hello');
    await rename(at('a'), at('b'));
    expect(await readFile(join(folder, 'real', 'b'), 'utf8')).toBe('hello');
    expect(await mount.calls()).toMatchObject({ create: 1, write: 1, fsync: 1, flush: 1, rename: 1, unlink: 0 });
    expect(await mount.calls()).toMatchObject({ create: 0 });
  });

  it('fails by kind of call, by name, after some calls and for some calls', async () => {
    await mount.errno('rename', 'EBUSY', { name: 'x', times: 1 });
    await mount.failAfter('fsync', 1);
    await writeDurably(at('x'), '1');
    await expect(writeDurably(at('y'), '1')).rejects.toMatchObject({ errno: -112 });
    await rename(at('y'), at('z'));
    await expect(rename(at('x'), at('y'))).rejects.toMatchObject({ code: 'EBUSY' });
    await rename(at('x'), at('y'));
    await mount.errno('every', 'EDQUOT');
    await expect(stat(at('z'))).rejects.toMatchObject({ errno: -122 });
    await mount.heal();
    await writeDurably(at('y'), '1');
  });

  it('holds calls until they are released, others not', async () => {
    await mount.hang(['fsync']);
    let isDone = false;
    const hung = writeDurably(at('x'), '1').then(() => (isDone = true));
    await writeFile(at('other'), '1');
    await sleep(100);
    expect(isDone).toBe(false);
    await mount.release();
    expect(await hung).toBe(true);
  });

  it.each([false, true])('holds a process until it is killed, or not even then: %s', async (isStubborn) => {
    await mount.hang(['getattr'], { isStubborn, name: 'x' });
    const script = 'console.log(1); require("fs").statSync(process.argv[1])';
    const child = spawn(process.execPath, ['-e', script, at('x')], { stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = once(child, 'exit');
    await once(child.stdout, 'data');
    while ((await mount.calls()).getattr === 0) await sleep(10);
    child.kill('SIGKILL');
    if (isStubborn) {
      expect(await Promise.race([exit, sleep(500, 'alive')])).toBe('alive');
      await mount.release();
    }
    expect((await exit)[1]).toBe('SIGKILL');
  });

  it('loses its server and gets it back, or is taken away', async () => {
    await writeFile(at('x'), '1');
    await mount.hang();
    await mount.calls();
    const hung = expect(stat(at('x'))).rejects.toThrow(/ENOTCONN|ECONNABORTED/);
    while ((await mount.calls()).getattr === 0) await sleep(10);
    await mount.drop();
    await hung;
    await expect(stat(at('x'))).rejects.toMatchObject({ code: 'ENOTCONN' });
    await mount.heal();
    await mount.reconnect();
    expect(await readFile(at('x'), 'utf8')).toBe('1');
    await mount.unmount();
    await expect(access(at('x'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is full at once as a disk, or late as an SMB share, and has room again', async () => {
    await mount.full(10);
    await writeDurably(at('x'), '12345678');
    await expect(writeDurably(at('y'), '12345678')).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'write' });
    expect((await statfs(mount.point)).bavail).toBe(0);
    await rm(at('x'));
    await writeDurably(at('y'), '12345678');
    await mount.full(0, 'flush');
    await expect(writeDurably(at('z'), '12345678')).rejects.toMatchObject({ code: 'ENOSPC', syscall: 'fsync' });
    expect((await stat(at('z'))).size).toBe(0);
  });

  it('is read-only, and lies', async () => {
    await mount.corrupt('x');
    await writeDurably(at('x'), '12345678');
    await writeDurably(at('y'), '12345678');
    expect(await readFile(at('x'), 'utf8')).toBe('12344678');
    expect(await readFile(at('y'), 'utf8')).toBe('12345678');
    await mount.readOnly();
    await expect(writeDurably(at('z'), '1')).rejects.toMatchObject({ code: 'EROFS' });
    expect(await readFile(at('y'), 'utf8')).toBe('12345678');
  });

  it('makes each call wait, however many wait at the same time', async () => {
    await mount.latency(100, ['statfs']);
    const start = performance.now();
    await Promise.all(Array.from({ length: 8 }, () => statfs(mount.point)));
    const ms = performance.now() - start;
    expect(ms).toBeGreaterThan(95);
  });
};

const fileSystemInMemory = (): void => {
  it('is full, read-only and gone', async () => {
    const tmpfs = await Tmpfs.open({ point: join(folder, 'disk'), kilobytes: 256 });
    const file = join(tmpfs.point, 'x');
    await tmpfs.fill();
    await expect(writeFile(file, 'x'.repeat(5_000))).rejects.toMatchObject({ code: 'ENOSPC' });
    await tmpfs.empty();
    await writeFile(file, 'x');
    await tmpfs.makeReadOnly();
    await expect(writeFile(file, 'y')).rejects.toMatchObject({ code: 'EROFS' });
    await tmpfs.makeWritable();
    await tmpfs.unmountLazily();
    await expect(access(file)).rejects.toMatchObject({ code: 'ENOENT' });
    await tmpfs.close();
  });
};

if (possible.possible) describe('a fault mount', faultMount);
if (mayMount) describe('a file system in memory', fileSystemInMemory);
