import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectLink, LINK_SECRET_FILE, listenLink, type Listening, type Port } from '../../src/engine-link';
import { linkAddress } from '../../src/engine-link/address';
import { frameOf } from '../../src/engine-link/frames';
import { SocketPort } from '../../src/engine-link/socket-port';
import { eventually } from '../support/eventually';
import { testFolder } from '../support/test-folder';

const SECRET_OF_THE_OFFICE = 'canario-do-escritorio-5c11';

let workspace: string;
const open: { close(): unknown }[] = [];
let logged: string[];

beforeEach(async () => {
  workspace = await mkdtemp(join(await testFolder(), 'malote-link-'));
  logged = [];
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  await rm(workspace, { recursive: true });
});

const log = (text: string): void => void logged.push(text);

/** Tells whoever is let in something of the office, and answers what he says with it. */
function tellOffice(port: Port): void {
  port.post({ office: SECRET_OF_THE_OFFICE });
  port.listen((message) => {
    port.post({ office: SECRET_OF_THE_OFFICE, message });
  });
}

/** What a program leaves that is killed while it listens. */
async function leaveDead(address: string): Promise<void> {
  await mkdir(dirname(address), { recursive: true, mode: 0o700 });
  const server = "require('net').createServer().listen(process.argv[1], () => console.log('listens'))";
  const child = spawn(process.execPath, ['-e', server, address], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await stat(address)).isSocket()).toBe(true);
}

async function listen(onConnection = tellOffice, version = '1.0.0'): Promise<Listening | null> {
  const listening = await listenLink({ workspace, version, role: 'service', onConnection, log });
  if (listening !== null) open.push(listening);
  return listening;
}

const call = (version = '1.0.0'): ReturnType<typeof connectLink> => connectLink({ workspace, version, role: 'cli' });

/** Something said by a good client comes back. */
async function isServed(): Promise<boolean> {
  const connected = await call();
  const heard: unknown[] = [];
  connected!.port.listen((message) => heard.push(message));
  connected!.port.post('are you there');
  await eventually(() => {
    expect(heard).toHaveLength(2);
  });
  connected!.port.close();
  return true;
}

/** Says these bytes as somebody who knows no secret. @returns all that was heard, once the listener or the stranger has ended it */
async function heardByStranger(say: (socket: Socket) => void, endAfterMs: number | null = null): Promise<Buffer> {
  const socket = connect(await linkAddress(workspace));
  const heard: Buffer[] = [];
  socket.on('data', (piece) => heard.push(piece));
  socket.on('error', () => undefined);
  socket.once('connect', () => {
    say(socket);
  });
  if (endAfterMs !== null) setTimeout(() => socket.destroy(), endAfterMs);
  await new Promise((resolve) => socket.once('close', resolve));
  return Buffer.concat(heard);
}

/** A nonce, and not one byte more. */
function isChallengeAlone(heard: Buffer): boolean {
  return heard.length === 0 || /^.{4}\{"nonce":"[0-9a-f]{64}"\}$/s.test(heard.toString('latin1'));
}

describe('the link of a workspace', () => {
  it('is listened to by one, who is found by others; the next one is free to listen at once', async () => {
    expect(await call()).toBeNull();
    const first = await listen();
    expect(await listen()).toBeNull();
    expect((await call())?.peer).toEqual({ version: '1.0.0', pid: process.pid, role: 'service' });
    await first!.close();
    expect(await call()).toBeNull();
    expect((await listen())?.address).toBe(first!.address);
    expect(await isServed()).toBe(true);
  });

  it('of another workspace, or of none, is another one', async () => {
    await listen();
    const other = await mkdtemp(`${workspace}-outra-`);
    open.push({ close: () => rm(other, { recursive: true }) });
    expect(await connectLink({ workspace: other, version: '1.0.0', role: 'cli' })).toBeNull();
    expect(await connectLink({ workspace: join(other, 'nada'), version: '1.0.0', role: 'cli' })).toBeNull();
    const alias = join(other, 'atalho');
    await symlink(workspace, alias, 'junction');
    const connected = await connectLink({ workspace: alias, version: '1.0.0', role: 'window' });
    expect(connected?.peer.role).toBe('service');
    connected?.port.close();
  });

  it.skipIf(process.platform === 'win32')('has a secret and a folder that the owner alone can read', async () => {
    const listening = await listen();
    expect((await stat(join(workspace, LINK_SECRET_FILE))).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(listening!.address))).mode & 0o777).toBe(0o700);
    await chmod(dirname(listening!.address), 0o755);
    await listening!.close();
    await listen();
    expect((await stat(dirname(listening!.address))).mode & 0o777).toBe(0o700);
  });

  it('has a new secret with each who listens', async () => {
    const secrets = new Set<string>();
    for (let turn = 0; turn < 3; turn += 1) {
      const listening = await listen();
      secrets.add(await readFile(join(workspace, LINK_SECRET_FILE), 'utf8'));
      await listening!.close();
    }
    expect(secrets.size).toBe(3);
  });

  it('has exactly one winner among those who begin at once, and among those who find a dead one’s name', async () => {
    for (let turn = 0; turn < 3; turn += 1) {
      if (process.platform !== 'win32') await leaveDead(await linkAddress(workspace));
      const all = await Promise.all(Array.from({ length: 8 }, () => listen()));
      expect(all.filter((one) => one !== null)).toHaveLength(1);
      expect(await isServed()).toBe(true);
      await open.pop()!.close();
    }
  });

  it('names both versions to both where they differ', async () => {
    await listen(tellOffice, '1.0.0');
    await expect(call('2.0.0')).rejects.toMatchObject({
      code: 'LINK_VERSION',
      details: { own: '2.0.0', other: '1.0.0' },
    });
    await eventually(() => {
      expect(logged).toEqual(['link: LINK_VERSION {"own":"1.0.0","other":"2.0.0"}']);
    });
  });

  it('is not for who reads another secret, or none', async () => {
    await listen();
    await writeFile(join(workspace, LINK_SECRET_FILE), 'ab'.repeat(32));
    await expect(call()).rejects.toMatchObject({ code: 'LINK_SECRET' });
    await rm(join(workspace, LINK_SECRET_FILE));
    await expect(call()).rejects.toMatchObject({ code: 'LINK_SECRET' });
  });
});

describe('a caller', () => {
  /** Somebody else at the link's address. */
  async function impostor(answer: (socket: Socket) => void): Promise<Server> {
    const listening = await listen();
    await listening!.close();
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      answer(socket);
    });
    await new Promise<void>((resolve) => server.listen(listening!.address, resolve));
    open.push(server);
    return server;
  }

  it('tells an impostor nothing of himself', async () => {
    const heard: Buffer[] = [];
    await impostor((socket) => {
      socket.write(frameOf({ nonce: 'ab'.repeat(32) }));
      socket.on('data', (piece) => {
        heard.push(piece);
        socket.write(
          frameOf({ proof: 'cd'.repeat(32), hello: { protocol: 1, version: '1.0.0', pid: 1, role: 'cli' } }),
        );
      });
    });
    await expect(call()).rejects.toMatchObject({ code: 'LINK_SECRET' });
    expect(Buffer.concat(heard).toString('latin1')).toMatch(/^.{4}\{"nonce":"[0-9a-f]{64}","proof":"[0-9a-f]{64}"\}$/s);
  });

  it('does not hear out an impostor who never ends', async () => {
    await impostor((socket) => {
      const pour = (): void => {
        while (socket.writable && socket.write(Buffer.alloc(65_536, 1)));
      };
      socket.on('drain', pour);
      pour();
    });
    await expect(call()).rejects.toMatchObject({ code: 'LINK_SECRET' });
  });

  it('gives up as soon as he is told to', async () => {
    await impostor(() => undefined);
    const giveUp = new AbortController();
    const called = connectLink({ workspace, version: '1.0.0', role: 'cli', signal: giveUp.signal });
    setTimeout(() => {
      giveUp.abort(new Error('enough'));
    }, 50);
    await expect(called).rejects.toThrow('enough');
  });
});

describe('a stranger at the link', () => {
  it('hears a number used once and nothing else, whatever he says', async () => {
    await listen();
    const bytes = fc.uint8Array({ maxLength: 300 }).map((content) => Buffer.from(content));
    const frame = fc.jsonValue().map((value) => frameOf(value));
    const proof = fc
      .record({ nonce: fc.constant('ab'.repeat(32)), proof: fc.constant('cd'.repeat(32)) })
      .map((value) => frameOf(value));
    const length = fc.constantFrom(0xffff_ffff, 0x7fff_ffff, 16 * 1024 * 1024, 5_000, 0).map((value) => {
      const head = Buffer.alloc(4);
      head.writeUInt32BE(value);
      return head;
    });
    const said = fc.array(fc.oneof(bytes, frame, proof, length), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(said, async (pieces) => {
        const heard = await heardByStranger((socket) => {
          for (const piece of pieces) socket.write(piece);
          socket.end();
        });
        expect(isChallengeAlone(heard)).toBe(true);
        expect(heard.toString('latin1')).not.toContain(SECRET_OF_THE_OFFICE);
      }),
      { numRuns: 150 },
    );
    expect(await isServed()).toBe(true);
    expect(logged.length).toBeLessThan(3);
  });

  it('is cut off after four kibibytes without a proof, though he says nothing wrong yet', async () => {
    await listen();
    const head = Buffer.alloc(4);
    head.writeUInt32BE(4_000);
    const heard = await heardByStranger((socket) => {
      socket.write(Buffer.concat([head, Buffer.alloc(3_000, 0x20)]));
      setTimeout(() => socket.write(Buffer.alloc(1_200, 0x20)), 20);
    });
    expect(isChallengeAlone(heard)).toBe(true);
  });

  it('gains nothing by saying again what a friend has said', async () => {
    const listening = await listen();
    const friend: Buffer[] = [];
    const [address, between] = [listening!.address, createServer()];
    // a friend’s greeting is recorded on its way
    const port = await new Promise<Socket>((resolve) => {
      between.on('connection', resolve);
      between.listen(process.platform === 'win32' ? `${address}-entre` : `${address}.entre`, () => {
        const caller = connect(between.address() as string);
        void greetAs(caller);
      });
    });
    const onward = connect(address);
    port.on('data', (piece) => {
      friend.push(piece);
      onward.write(piece);
    });
    onward.pipe(port);
    await eventually(() => {
      expect(friend.length).toBeGreaterThan(1);
    });
    onward.destroy();
    port.destroy();
    between.close();
    const heard = await heardByStranger((socket) => socket.write(Buffer.concat(friend)));
    expect(isChallengeAlone(heard)).toBe(true);
  });

  it('who comes a thousand times, and stays, keeps no friend out', async () => {
    await listen();
    const address = await linkAddress(workspace);
    const strangers: Socket[] = [];
    const flood = (async () => {
      for (let index = 0; index < 1_000; index += 1) {
        const socket = connect(address);
        socket.on('error', () => undefined).resume();
        strangers.push(socket);
        if (index % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 5));
      }
    })();
    expect(await Promise.all([isServed(), isServed(), isServed()])).toEqual([true, true, true]);
    await flood;
    expect(await isServed()).toBe(true);
    await eventually(() => {
      expect(strangers.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(8);
    });
    for (const socket of strangers) socket.destroy();
  });
});

describe('back-pressure', () => {
  it('cuts off a friend who does not read, and keeps what waits within its bound', async () => {
    const ends: Port[] = [];
    const listening = await listen((port) => ends.push(port));
    const connected = await call();
    await eventually(() => {
      expect(ends).toHaveLength(1);
    });
    let isCut = false;
    ends[0]!.onClose(() => {
      isCut = true;
    });
    const line = 'x'.repeat(1024 * 1024);
    for (let said = 0; said < 80; said += 1) ends[0]!.post(line);
    await eventually(() => {
      expect(isCut).toBe(true);
    });
    expect(logged.filter((text) => text.includes('LINK_SLOW'))).toHaveLength(1);
    // what had left before is still read by who begins to listen now, and then it ends
    const closed = new Promise<void>((resolve) => connected!.port.onClose(resolve));
    connected!.port.listen(() => undefined);
    await closed;
    await listening!.close();
  });

  it('reads no more than a piece ahead of who does not listen', async () => {
    const ends: SocketPort[] = [];
    const path =
      process.platform === 'win32' ? `\\\\.\\pipe\\malote-test-${String(process.pid)}` : join(workspace, 's');
    const server = createServer((socket) => ends.push(new SocketPort(socket)));
    await new Promise<void>((resolve) => server.listen(path, resolve));
    const socket = connect(path);
    const frame = frameOf('x'.repeat(1_000_000));
    for (let pushed = 0; pushed < 30; pushed += 1) socket.write(frame);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(socket.writableLength).toBeGreaterThan(20_000_000);
    const heard: unknown[] = [];
    ends[0]!.trust();
    ends[0]!.listen((message) => heard.push(message));
    await eventually(() => {
      expect(heard).toHaveLength(30);
    });
    socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

/** A friend's part of a greeting, on a socket of his own. */
async function greetAs(socket: Socket): Promise<void> {
  const { greetListener } = await import('../../src/engine-link/greeting');
  const { readSecret } = await import('../../src/engine-link/secret');
  const self = { version: '1.0.0', role: 'cli' } as const;
  await greetListener(new SocketPort(socket), () => readSecret(workspace), self).catch(() => undefined);
}
