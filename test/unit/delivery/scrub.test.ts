import { setMaxListeners } from 'node:events';
import { mkdir, truncate, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Scrub } from '../../../src/engine/delivery';
import { JobRunner } from '../../../src/engine/jobs/runner';
import { toStored, type FileRoot, type ShareHealth } from '../../../src/engine/shares';
import { MaloteError, type ErrorCode } from '../../../src/shared/errors';
import { faultyFs } from '../../support/faulty-fs';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { openMemoryRoot } from '../../support/memory-root';
import { ALFA, note, noteKey } from '../../support/notes';

const neverRead = (): Promise<never> => new Promise(() => undefined);
const clients = [{ taxId: ALFA, folder: 'ALFA' }];
const never = new AbortController().signal;
setMaxListeners(0, never);
const target = (number: number): string => `Import/${noteKey({ number })}.xml`;
let fixture: IntakeFixture;
afterEach(() => fixture.dispose());

const health: ShareHealth = {
  lines: () => [],
  usable: () => true,
  untilUsable: () => Promise.resolve(),
  suspect: () => undefined,
  check: () => Promise.resolve(),
  awoke: () => undefined,
};

/** Twenty files are delivered; `refusal` says with which code one cannot be read back now. */
function scrub(refusal: (path: string) => ErrorCode | null, waitsMs: number[] = [0, 0]) {
  const asked = new Map<string, number>();
  const share: FileRoot = {
    ...openMemoryRoot('import'),
    fingerprint: (path, options) => {
      const name = toStored(path);
      asked.set(name, (asked.get(name) ?? 0) + 1);
      const code = refusal(name);
      return code === null ? fixture.roots.import.fingerprint(path, options) : Promise.reject(new MaloteError(code));
    },
  };
  const { ledger, outbox, clock, roots } = fixture;
  const room = new Scrub({
    ledger,
    outbox,
    health,
    waitsMs,
    now: () => clock.now(),
    runner: new JobRunner({ ledger, onChange: () => undefined }),
    idle: () => Promise.resolve(),
    roots: { archive: roots.archive, import: share, cancelled: share },
  });
  return { asked, view: () => room.view, run: () => room.run(null, never) };
}

async function deliver(): Promise<void> {
  fixture = await openIntakeFixture({ clients });
  await fixture.accept(Array.from({ length: 20 }, (_, index) => note({ number: index + 1 })));
  expect(await fixture.drain()).toMatchObject({ delivered: 20 });
}

const unchecked = (): unknown =>
  fixture.rows('SELECT target_path AS path FROM deliveries WHERE recheck IS NULL').map(({ path }) => path);

describe('delivered files that are read back once more', () => {
  it('are told as they lie there now', async () => {
    await deliver();
    await unlink(join(fixture.folder, 'import', target(3)));
    await writeFile(join(fixture.folder, 'import', target(4)), 'de outro programa');
    const { run } = scrub(() => null);
    expect(await run()).toMatchObject({ running: false, done: 20, total: 20, same: 18, absent: 1, altered: 1 });
  });

  it.each(['SHARE_BUSY', 'SHARE_IO', 'SHARE_DENIED'] as const)(
    'leave out one that stays out of reach (%s), until the next time',
    async (code) => {
      await deliver();
      let isHeld = true;
      const { asked, run } = scrub((path) => (isHeld && path === target(2) ? code : null));
      expect(await run()).toMatchObject({ running: false, done: 19, total: 20, same: 19 });
      expect(asked.get(target(2))).toBe(3);
      expect(unchecked()).toEqual([target(2)]);
      isHeld = false;
      expect(await run()).toMatchObject({ done: 20, same: 20 });
      expect(unchecked()).toEqual([]);
    },
  );

  it('are patient with one that is held for a moment', async () => {
    await deliver();
    let refusals = 2;
    const { run } = scrub((path) => (path === target(2) && refusals-- > 0 ? 'SHARE_BUSY' : null));
    expect(await run()).toMatchObject({ done: 20, same: 20 });
  });

  it('pass over one whose path cannot be read at all, such as a folder of that name', async () => {
    await deliver();
    await unlink(join(fixture.folder, 'import', target(2)));
    await mkdir(join(fixture.folder, 'import', target(2)));
    const { asked, run } = scrub(() => null);
    expect(await run()).toMatchObject({ running: false, done: 19, total: 20, same: 19 });
    expect(asked.get(target(2))).toBe(1);
    expect(unchecked()).toEqual([target(2)]);
  });

  it('pass over one that is no file that can be read', async () => {
    await deliver();
    const { run } = scrub((path) => (path === target(2) ? 'SHARE_UNFIT' : null));
    expect(await run()).toMatchObject({ running: false, done: 19, total: 20, same: 19 });
    expect(unchecked()).toEqual([target(2)]);
  });

  it('are altered where a large stranger stands, of which nothing is read', async () => {
    fixture = await openIntakeFixture({ clients, deadlineMs: 2_000, fs: { import: faultyFs({ digest: neverRead }) } });
    await fixture.accept([note(), note({ number: 2 })]);
    await fixture.drain();
    await truncate(join(fixture.folder, 'import', target(2)), 1_500_000_000);
    expect(await scrub(() => null).run()).toMatchObject({ running: false, done: 2, same: 1, altered: 1 });
  });

  it('keep what was found beside a failure that every other file would meet', async () => {
    await deliver();
    const { run, view } = scrub((path) => (path === target(2) ? 'SHARE_BAD_ROOT' : null));
    await expect(run()).rejects.toMatchObject({ code: 'SHARE_BAD_ROOT' });
    expect(view()).toMatchObject({ running: false, done: 15, same: 15 });
  });
});
