import { execFileSync, spawn as startProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openAgentRoot, relPath } from '../../src/engine/shares';
import type { LocalRoot } from '../../src/engine/shares';
import type { Faults } from '../support/faulty-agent';
import { faultyAgents, isAlive, type FaultyAgents } from '../support/faulty-agents';

const bytes = new TextEncoder().encode('<nfe>conteúdo</nfe>'.repeat(50));
const path = relPath('NFe', 'nota.xml');
const numbered = (index: number): readonly string[] => relPath('NFe', `${String(index)}.xml`);
/** Longer than anything that works takes here, and short enough to be waited for. */
const DEADLINE_MS = 2_000;

let agents: FaultyAgents;
let home: string;
let share: LocalRoot;
let archive: LocalRoot;
const open = (id: string): LocalRoot =>
  openAgentRoot({ id, location: join(home, id), spawn: agents.spawn, graceMs: 500 });
const bendShare = (faults: Faults): Promise<void> => agents.bend({ [share.location]: faults });
const heal = (): Promise<void> => agents.bend({});
const namesOn = async (root: LocalRoot): Promise<string[]> =>
  (await readdir(root.location, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);

beforeAll(async () => {
  agents = await faultyAgents();
});
afterAll(() => agents.dispose());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'malote-agentes-'));
  await mkdir(join(home, 'share'));
  await mkdir(join(home, 'archive'));
  agents.started.length = 0;
  [share, archive] = [open('share'), open('archive')];
});
afterEach(async () => {
  await heal();
  await Promise.all([share.close(), archive.close()]);
  await rm(home, { recursive: true, force: true });
});

/** Waits for what must come, however slow the machine is; a test that waits in vain ends by its own limit. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(20);
}

describe.each([
  ['whose calls do not come back', { hang: ['sync'] }],
  ['that stops the whole process', { block: ['sync'] }],
] satisfies [string, Faults][])('a share %s', (_name, faults) => {
  it('is given up at the deadline, gets another agent, and holds up no other root', async () => {
    await share.check();
    await archive.check();
    await bendShare(faults);
    let isOver = false;
    const hung = share.writeVerified(path, bytes, { deadlineMs: DEADLINE_MS }).finally(() => {
      isOver = true;
    });
    hung.catch(() => undefined);
    const placed = await archive.writeVerifiedMany(
      Array.from({ length: 50 }, (_, index) => ({ path: numbered(index), bytes })),
    );
    expect(isOver).toBe(false);
    expect(placed.every((result) => result.ok && result.value.outcome === 'placed')).toBe(true);
    await expect(hung).rejects.toMatchObject({ code: 'SHARE_TIMEOUT', details: { path: 'NFe/nota.xml' } });
    expect(await namesOn(share)).not.toContain('nota.xml');

    await heal();
    expect((await share.writeVerified(path, bytes)).outcome).toBe('placed');
    expect(Uint8Array.from((await share.read(path)) ?? [])).toEqual(bytes);
    expect(agents.started).toHaveLength(3);
  });
});

describe('an agent that is killed', () => {
  it('in the middle of a hundred files leaves none half-written, and its successor brings the rest', async () => {
    await bendShare({ delayMs: 2 });
    const placing = Array.from({ length: 100 }, (_, index) => share.writeVerified(numbered(index), bytes));
    await until(async () => (await namesOn(share)).filter((name) => name.endsWith('.xml')).length >= 10);
    agents.started[0]!.kill();
    const outcomes = (await Promise.all(placing)).map(({ outcome }) => outcome);
    expect(outcomes).not.toContain('conflict');
    expect(agents.started).toHaveLength(2);
    const files = (await namesOn(share)).filter((name) => name.endsWith('.xml'));
    expect(files).toHaveLength(100);
    for (const name of files) expect(Uint8Array.from(await readFile(join(share.location, 'NFe', name)))).toEqual(bytes);
  });

  it('again and again fails what cannot be repeated, and never shows a part of a file', async () => {
    await bendShare({ delayMs: 1 });
    const files = Array.from({ length: 60 }, (_, index) => ({ path: numbered(index), bytes }));
    let placed = 0;
    for (let round = 0; round < 40 && placed < files.length; round += 1) {
      const batch = share.writeVerifiedMany(files);
      const before = agents.started.length;
      await until(() => agents.started.length > 0);
      await sleep(round < 4 ? 60 : 0);
      if (round < 4) agents.started.at(-1)!.kill();
      placed = (await batch).filter(({ ok }) => ok).length;
      expect(agents.started.length).toBeGreaterThanOrEqual(before);
      for (const name of (await namesOn(share)).filter((file) => file.endsWith('.xml'))) {
        expect((await readFile(join(share.location, 'NFe', name))).length).toBe(bytes.length);
      }
    }
    expect(placed).toBe(files.length);
  });
});

describe('a share that answers with errors', () => {
  it.each([
    ['full', { errno: { sync: 'ENOSPC' } }, 'SHARE_FULL'],
    ['read-only', { errno: { open: 'EROFS' } }, 'SHARE_READ_ONLY'],
    ['without permission', { errno: { mkdir: 'EACCES' } }, 'SHARE_DENIED'],
    ['unplugged', { errno: { stat: 'EHOSTDOWN' } }, 'SHARE_UNREACHABLE'],
  ] satisfies [string, Faults, string][])(
    '%s keeps its agent, and works when it is well again',
    async (_name, faults, code) => {
      await bendShare(faults);
      await expect(share.writeVerified(path, bytes)).rejects.toMatchObject({ code });
      await heal();
      expect((await share.writeVerified(path, bytes)).outcome).toBe('placed');
      expect(await namesOn(share)).toEqual(['nota.xml']);
      expect(agents.started).toHaveLength(1);
    },
  );

  it('vanishing and coming back loses nothing, twenty times in a row', async () => {
    for (let round = 0; round < 20; round += 1) {
      await rename(share.location, `${share.location}-fora`);
      await expect(share.writeVerified(numbered(round), bytes)).rejects.toMatchObject({ code: 'SHARE_UNREACHABLE' });
      await rename(`${share.location}-fora`, share.location);
      expect((await share.writeVerified(numbered(round), bytes)).outcome).toBe('placed');
    }
    expect(await namesOn(share)).toHaveLength(20);
    expect(agents.started).toHaveLength(1);
  });

  it('slow is only slow', async () => {
    await bendShare({ delayMs: 40 });
    const placed = await share.writeVerifiedMany(
      Array.from({ length: 24 }, (_, index) => ({ path: numbered(index), bytes })),
    );
    expect(placed.filter(({ ok }) => ok)).toHaveLength(24);
    expect(agents.started).toHaveLength(1);
  });
});

describe('the end of the program', () => {
  it('takes its agents with it, also one that hangs in the system', async () => {
    const pipe = join(home, 'pipe');
    const canStick = process.platform !== 'win32';
    if (canStick) execFileSync('mkfifo', [pipe]);
    await bendShare(canStick ? { stuckOn: { calls: ['sync'], pipe } } : { hang: ['sync'] });
    const script = join(agents.folder, 'agent-parent.js');
    const parent = startProcess(process.execPath, [script, archive.location, share.location], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(parent.stdout, 'data');
    await until(async () => (await namesOn(share)).some((name) => name.endsWith('.part')));
    const pids = [...(await agents.pids())].filter(([name]) => name.startsWith('p')).map(([, pid]) => pid);
    expect(pids.map(isAlive)).toEqual([true, true]);
    parent.kill('SIGKILL');
    await until(() => !pids.some(isAlive));
  });

  it('does not wait for agents that are idle', async () => {
    const script = join(agents.folder, 'agent-parent.js');
    const parent = startProcess(process.execPath, [script, archive.location, share.location], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    expect(await once(parent, 'exit')).toEqual([0, null]);
  });
});
