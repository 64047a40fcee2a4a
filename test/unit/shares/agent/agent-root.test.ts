import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nodeFs, openAgentRoot, relPath } from '../../../../src/engine/shares';
import type { FsPort, LocalRoot } from '../../../../src/engine/shares';
import { agentDoubles, type AgentDoubles, type DoubleOptions } from '../../../support/agent-double';
import { faultyFs, systemFailure, withDevice } from '../../../support/faulty-fs';

const bytes = new TextEncoder().encode('<nfe>conteúdo</nfe>');
const path = relPath('NFe', 'nota.xml');
const numbered = (index: number): readonly string[] => relPath('NFe', `${String(index)}.xml`);
const forever = (): Promise<never> => new Promise(() => undefined);

let location: string;
beforeEach(async () => {
  location = await mkdtemp(join(tmpdir(), 'malote-duble-'));
});
// a double that has died may still be in the middle of a file
afterEach(() => rm(location, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }));

interface Opened extends AgentDoubles {
  readonly root: LocalRoot;
}

/** Deadlines here are long where none is to be met, and short where one is. */
function open(options: Partial<DoubleOptions> = {}, deadlineMs = 20_000): Opened {
  const doubles = agentDoubles({ fs: () => nodeFs, ...options });
  const root = openAgentRoot({
    id: 'import',
    location,
    spawn: doubles.spawn,
    deadlineMs,
    graceMs: 100,
    waitsMs: [1, 1],
  });
  return { ...doubles, root };
}

const names = (opened: Opened): string[] =>
  (opened.agents[0]?.heard ?? []).flatMap((message) =>
    message.type === 'call' ? [message.operation.op] : [message.type],
  );

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 2));
}

/** The first agent hangs in a call; those after it work. */
const firstHangs =
  (faulty: Partial<FsPort>) =>
  (index: number): FsPort =>
    index === 0 ? faultyFs(faulty) : nodeFs;

describe('an agent at work', () => {
  it('is started at first use, and kept', async () => {
    const opened = open();
    expect(opened.agents).toEqual([]);
    await opened.root.writeVerified(path, bytes);
    await opened.root.read(path);
    await opened.root.flush();
    expect(opened.agents.map(({ name }) => name)).toEqual(['import-1']);
    await opened.root.close();
    expect(opened.agents[0]!.isKilled).toBe(true);
    expect(names(opened)).toEqual(['open', 'writeVerified', 'read', 'flush', 'close']);
  });

  it('is not started for a root that is closed unused, and refuses a root that is no complete path', async () => {
    const opened = open();
    await opened.root.close();
    await opened.root.close();
    expect(opened.agents).toEqual([]);
    expect(() => openAgentRoot({ id: 'import', location: 'relativo', spawn: opened.spawn })).toThrow(/completo/);
  });

  it('hands its failures on with code, words and details', async () => {
    const { root } = open({ fs: () => faultyFs({ open: () => systemFailure('ENOSPC') }) });
    const failure: unknown = await root.writeVerified(path, bytes).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      code: 'SHARE_FULL',
      message: `Não há mais espaço em ${location}: o disco está cheio.`,
      details: { location, path: 'NFe/nota.xml', systemCode: 'ENOSPC' },
    });
  });

  it('has a bounded number of calls at once; the others wait, and can be taken back', async () => {
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const opened = open({ fs: () => faultyFs({ readFile: () => gate.then(() => bytes) }) });
    const stop = new AbortController();
    const reads = Array.from({ length: 100 }, (_, index) => opened.root.read(numbered(index)));
    const taken = opened.root.read(path, { signal: stop.signal });
    await until(() => opened.agents[0]?.heard.length === 65);
    stop.abort();
    await expect(taken).rejects.toMatchObject({ code: 'CANCELLED' });
    release();
    expect(await Promise.all(reads)).toHaveLength(100);
    expect(names(opened).filter((name) => name === 'read')).toHaveLength(100);
  });

  it('is told of a caller that gives up, who need not wait for it', async () => {
    const opened = open({ fs: () => faultyFs({ readFile: forever }) });
    const stop = new AbortController();
    const read = opened.root.read(path, { signal: stop.signal });
    await until(() => names(opened).includes('read'));
    stop.abort();
    await expect(read).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(names(opened)).toEqual(['open', 'read', 'cancel']);
  });

  it('lists at the pace of its reader, who may stop', async () => {
    const files = Array.from({ length: 1_200 }, (_, index) => ({
      name: `${String(index)}.xml`,
      kind: 'file' as const,
    }));
    const imagined = faultyFs({
      readdir: () => Promise.resolve(files),
      sizes: (paths) => Promise.resolve(paths.map(() => ({ size: 5, modifiedMs: 0 }))),
    });
    const opened = open({ fs: () => imagined });
    for await (const file of opened.root.list([])) {
      expect(file.size).toBe(5);
      break;
    }
    // one message ahead, and no more
    expect(names(opened)).toEqual(['open', 'list', 'more', 'endList']);
    let listed = 0;
    for await (const file of opened.root.list([])) listed += file.size;
    expect(listed).toBe(5 * files.length);
  });

  it('says so when it was exchanged in the middle of a listing', async () => {
    const opened = open({
      fs: () => faultyFs({ readdir: () => Promise.resolve([{ name: 'pasta', kind: 'directory' }]) }),
    });
    // a folder that holds itself: no name is ever found, and the walk does not end
    const walk = opened.root.list([])[Symbol.asyncIterator]();
    const first = walk.next();
    await until(() => names(opened).includes('more'));
    opened.agents[0]!.die();
    await expect(first).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
  });
});

describe('a batch', () => {
  const files = Array.from({ length: 40 }, (_, index) => ({ path: numbered(index), bytes }));

  it('travels in one message each way', async () => {
    const opened = open();
    const placed = await opened.root.writeVerifiedMany(files);
    expect(placed.every((result) => result.ok && result.value.outcome === 'placed')).toBe(true);
    const read = await opened.root.readMany([...files.map((file) => file.path), path]);
    expect(read.map((result) => result.ok && result.value?.length)).toEqual([
      ...files.map(() => bytes.length),
      undefined,
    ]);
    expect(names(opened)).toEqual(['open', 'writeVerifiedMany', 'readMany']);
  });

  it('holds back what would meet the same failure', async () => {
    const opened = open({ fs: () => faultyFs({ open: () => systemFailure('ENOSPC') }) });
    const placed = await opened.root.writeVerifiedMany(files, { concurrency: 3 });
    expect(placed.map((result) => result.ok || result.error.code)).toEqual(files.map(() => 'SHARE_FULL'));
    expect(placed.filter((result) => !result.ok && result.begun)).toHaveLength(3);
  });

  it('asks a second agent only for what the first had not told', async () => {
    const late = join(...files[39]!.path);
    const slow = faultyFs({
      link: async (from, to) => (to.endsWith(late) ? forever() : pause().then(() => nodeFs.link(from, to))),
    });
    const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 30));
    const opened = open({ fs: (index) => (index === 0 ? slow : nodeFs) });
    const placing = opened.root.writeVerifiedMany(files, { concurrency: 1 });
    await until(() => opened.agents[0]?.said.some(({ type }) => type === 'part') === true);
    opened.agents[0]!.die();
    const placed = await placing;
    expect(placed.map((result) => result.ok)).toEqual(files.map(() => true));
    const again = opened.agents[1]!.heard.find((message) => message.type === 'call')!;
    const rest = again.operation.op === 'writeVerifiedMany' ? again.operation.input.files.length : 0;
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThan(40);
  });

  it('tells of each file that its agent failed', async () => {
    const opened = open({ isDeaf: () => true }, 50);
    const placed = await opened.root.writeVerifiedMany(files.slice(0, 2));
    expect(placed).toMatchObject([
      { ok: false, begun: true, error: { code: 'SHARE_TIMEOUT' } },
      { ok: false, begun: true, error: { code: 'SHARE_TIMEOUT' } },
    ]);
    await opened.root.close();
    expect(await opened.root.writeVerifiedMany(files.slice(0, 1))).toMatchObject([
      { ok: false, begun: false, error: { code: 'SHARE_CLOSED' } },
    ]);
  });
});

describe('an agent that hangs', () => {
  it('is replaced when it is idle again, since it may never get its thread back', async () => {
    const opened = open({ fs: firstHangs({ readFile: forever }) });
    await expect(opened.root.read(path, { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'SHARE_TIMEOUT',
      details: { seconds: 1 },
    });
    expect(opened.agents[0]!.isKilled).toBe(true);
    expect(await opened.root.read(path)).toBeNull();
    expect(opened.agents).toHaveLength(2);
  });

  it('keeps what goes on beside the call that hangs', async () => {
    const hung = join(...numbered(1));
    const opened = open({
      fs: firstHangs({ readFile: (file) => (file.endsWith(hung) ? forever() : nodeFs.readFile(file)) }),
    });
    const stuck = opened.root.read(numbered(1), { deadlineMs: 50 });
    const beside = Array.from({ length: 40 }, async () => {
      for (let turn = 0; turn < 20; turn += 1) await opened.root.read(path);
    });
    await expect(stuck).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    await Promise.all(beside);
    expect(opened.agents.length).toBeLessThanOrEqual(2);
  });

  it('fails all that it had, when nothing comes back any more', async () => {
    const opened = open({ fs: firstHangs({ readFile: forever }) });
    const long = opened.root.read(numbered(1));
    const short = opened.root.read(numbered(2), { deadlineMs: 50 });
    await expect(short).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    await expect(long).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    expect(opened.agents[0]!.isKilled).toBe(true);
    expect(await opened.root.read(path)).toBeNull();
  });

  it('is killed when it does not even say that it is late', async () => {
    const opened = open({ isDeaf: (index) => index === 0 });
    await expect(opened.root.writeVerified(path, bytes, { deadlineMs: 50 })).rejects.toMatchObject({
      code: 'SHARE_TIMEOUT',
    });
    expect(opened.agents[0]!.isKilled).toBe(true);
    expect((await opened.root.writeVerified(path, bytes)).outcome).toBe('placed');
  });

  it('is not followed by a crowd that the system does not let go of', async () => {
    const opened = open({ isDeaf: () => true, letsGo: false }, 20);
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(opened.root.read(path)).rejects.toMatchObject({ code: 'SHARE_TIMEOUT' });
    }
    await expect(opened.root.read(path)).rejects.toMatchObject({
      code: 'SHARE_UNREACHABLE',
      details: { cause: expect.stringContaining('presas') as string },
    });
    expect(opened.agents).toHaveLength(3);
  });
});

describe('an agent that dies', () => {
  it('is followed by another, which is asked again what is safe to ask twice', async () => {
    const opened = open({ isDeaf: (index) => index === 0 });
    const placed = opened.root.writeVerified(path, bytes);
    const read = opened.root.read(numbered(1));
    const moved = opened.root.move(path, numbered(2));
    await until(() => opened.agents[0]?.heard.length === 4);
    opened.agents[0]!.die('SIGSEGV');
    await expect(moved).rejects.toMatchObject({
      code: 'SHARE_UNREACHABLE',
      details: { cause: expect.stringContaining('SIGSEGV') as string },
    });
    expect(await placed).toMatchObject({ outcome: 'placed' });
    expect(await read).toBeNull();
  });

  it('twice with the same call takes the call with it', async () => {
    const opened = open({ isDeaf: () => true });
    const read = opened.root.read(path);
    for (const index of [0, 1]) {
      await until(() => opened.agents[index]?.heard.length === 2);
      opened.agents[index]!.die();
    }
    await expect(read).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
  });

  it('at once, again and again, is said clearly and not tried for a while', async () => {
    let tried = 0;
    const root = openAgentRoot({
      id: 'import',
      location,
      waitsMs: [1, 1],
      spawn: () => {
        tried += 1;
        throw new Error('spawn EACCES');
      },
    });
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(root.read(path)).rejects.toMatchObject({
        code: 'SHARE_AGENT_FAILED',
        message: expect.stringContaining('EACCES') as string,
      });
    }
    expect(tried).toBe(3);
    await root.close();
  });

  it('leaves the names that it did not flush to the next one', async () => {
    const flushed: string[] = [];
    const recording = faultyFs({
      open: async (file, flags) => {
        if (flags === 'r') flushed.push(file);
        return nodeFs.open(file, flags);
      },
    });
    const opened = open({ fs: (index) => (index === 0 ? nodeFs : recording) });
    await opened.root.writeVerified(path, bytes);
    await opened.root.flush();
    await opened.root.writeVerified(relPath('CTe', 'nota.xml'), bytes);
    opened.agents[0]!.die();
    await until(() => opened.agents[0]!.heard.length > 0);
    await opened.root.flush();
    // Windows keeps names in a journal of its own
    expect(flushed.toSorted()).toEqual(process.platform === 'win32' ? [] : [location, join(location, 'CTe')]);
    flushed.length = 0;
    opened.agents[1]!.die();
    await opened.root.flush();
    expect(flushed).toEqual([]);
  });

  it('leaves the knowledge of the volume to the next one, which refuses another in its place', async () => {
    const onDevice = (device: bigint): FsPort =>
      faultyFs({
        stat: async (file) => withDevice(await nodeFs.stat(file), device),
        readFile: (file) => (file.startsWith('/proc/') ? systemFailure('ENOENT') : nodeFs.readFile(file)),
      });
    const opened = open({ fs: (index) => onDevice(index === 0 ? 11n : 12n) });
    await opened.root.writeVerified(path, bytes);
    opened.agents[0]!.die();
    await expect(opened.root.writeVerified(numbered(1), bytes)).rejects.toMatchObject({
      code: 'SHARE_UNREACHABLE',
      details: { cause: expect.stringContaining('desmontada') as string },
    });
    expect(await readdir(join(location, 'NFe'))).toEqual(['nota.xml']);
  });
});
