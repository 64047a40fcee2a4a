import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PatientCalls } from '../../../src/engine/files/patient-calls';
import { createDriveSystem, type SystemCalls } from '../../../src/engine/shares/health/drive-system';
import { askServer } from '../../../src/engine/shares/health/server';
import { whyNotAFolder } from '../../../src/main/security/known-folder';

const PATIENCE_MS = 3_000;
const MOST = 2;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A system none of whose calls comes back before a test lets it. */
function hungSystem() {
  const held: { readonly path: string; readonly end: (value: string | Error) => void }[] = [];
  const hang = (path: string): Promise<string> =>
    new Promise((resolve, reject) => {
      held.push({
        path,
        end: (value) => {
          if (typeof value === 'string') resolve(value);
          else reject(value);
        },
      });
    });
  const calls = new PatientCalls({ most: MOST, patienceMs: PATIENCE_MS });
  const system: SystemCalls = { realpath: hang, stat: hang };
  return { held, hang, calls, drives: createDriveSystem(system, calls) };
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(PATIENCE_MS);
  return work;
}

describe('a folder that hangs', () => {
  it('is looked at once, however often one asks, and is silent until it comes back', async () => {
    const { held, drives } = hungSystem();
    const first = Array.from({ length: 50 }, () => drives.look('\\\\srv\\xml\\'));
    expect(await inTime(Promise.all(first))).toEqual(Array(50).fill('silent'));
    // and nobody waits for it a second time
    for (let n = 0; n < 50; n += 1) expect(await drives.look('\\\\srv\\xml\\')).toBe('silent');
    expect(held).toHaveLength(1);
    held[0]!.end('there');
    await vi.advanceTimersByTimeAsync(0);
    const next = drives.look('\\\\srv\\xml\\');
    expect(held).toHaveLength(2);
    held[1]!.end('there');
    expect(await next).toBe('there');
  });

  it('takes, with all others that hang, no more than a part of the threads; the next one is not looked at', async () => {
    const { held, hang, calls, drives } = hungSystem();
    const looks = Array.from({ length: 20 }, (_, n) => drives.look(`\\\\srv\\xml${String(n)}\\`));
    const sights = await inTime(Promise.all(looks));
    expect(sights.filter((sight) => sight === 'silent')).toHaveLength(MOST);
    expect(sights.filter((sight) => sight === 'untold')).toHaveLength(20 - MOST);
    await expect(drives.leadsTo('Y')).rejects.toThrow('unasked');
    expect(await askServer('srv', { calls, resolve: () => hang('srv').then((address) => ({ address })) })).toBe(
      'unasked',
    );
    expect(await whyNotAFolder('Y:\\', { calls, look: () => hang('Y:\\').then(() => expect.fail()) })).toMatch(
      /^outras pastas/,
    );
    expect(held).toHaveLength(MOST);
    held.forEach(({ end }) => {
      end(Object.assign(new Error('gone'), { code: 'ENOENT' }));
    });
    await vi.advanceTimersByTimeAsync(0);
    const letter = drives.leadsTo('Y');
    held[MOST]!.end('\\\\srv\\xml\\2026');
    expect(await letter).toBe('\\\\srv\\xml');
  });

  it('behind a letter, of a server’s name or asked for by a person is bounded like it', async () => {
    const { held, hang, calls, drives } = hungSystem();
    await expect(inTime(drives.leadsTo('Y'))).rejects.toThrow('late');
    await expect(drives.leadsTo('Y')).rejects.toThrow('late');
    expect(held.map(({ path }) => path)).toEqual(['Y:\\']);
    const question = { calls, resolve: (name: string) => hang(name).then((address) => ({ address })) };
    expect(await inTime(askServer('srv', question))).toBe('silent');
    expect(await askServer('srv', question)).toBe('silent');
    expect(held).toHaveLength(2);
    held.forEach(({ end }) => {
      end('\\\\srv\\xml');
    });
    await vi.advanceTimersByTimeAsync(0);
    const look = { calls, look: (path: string) => hang(path).then(() => ({ isDirectory: () => true })) };
    expect(await inTime(whyNotAFolder('\\\\srv\\xml', look))).toBe('a pasta não responde');
    expect(await whyNotAFolder('\\\\srv\\xml', look)).toBe('a pasta não responde');
    expect(held).toHaveLength(3);
  });
});

describe('a look that takes its time', () => {
  it('gives way to the next one, which waits for its turn', async () => {
    const { held, drives } = hungSystem();
    const looks = ['a', 'b', 'c'].map((folder) => drives.look(folder));
    expect(held.map(({ path }) => path)).toEqual(['a', 'b']);
    await vi.advanceTimersByTimeAsync(PATIENCE_MS - 10);
    held[0]!.end('there');
    held[1]!.end(Object.assign(new Error('gone'), { code: 'ENOENT' }));
    await vi.advanceTimersByTimeAsync(0);
    held[2]!.end('there');
    expect(await Promise.all(looks)).toEqual(['there', 'missing', 'there']);
  });

  it('answers everybody who asks meanwhile', async () => {
    const { held, drives } = hungSystem();
    const looks = [drives.look('a'), drives.look('a')];
    held[0]!.end(Object.assign(new Error('no'), { code: 'EPERM' }));
    expect(await Promise.all(looks)).toEqual(['denied', 'denied']);
    expect(held).toHaveLength(1);
  });
});

describe('a place that the file manager is to open', () => {
  it('is a folder that is there', async () => {
    const calls = new PatientCalls({ most: MOST, patienceMs: PATIENCE_MS });
    expect(await whyNotAFolder(import.meta.dirname, { calls })).toBeNull();
    for (const place of [import.meta.filename, join(import.meta.dirname, 'nada')])
      expect(await whyNotAFolder(place, { calls })).toBe('a pasta não foi encontrada');
  });
});
