import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { documentName } from '../../src/engine/archive';
import { createOffice } from '../../src/simulator';
import { faultMountsPossible, openFragileShare, type FaultMount, type FaultOp } from '../support/fault-mount';
import { openConsoleFixture, type ConsoleFixture } from '../support/console-fixture';
import { note, noteEvent } from '../support/notes';
import { shareAgents, type ShareAgents } from '../support/share-agents';
import { brokenPromises, untrueDeliveries } from '../support/share-promises';
import { openShareFixture, type Delivery, type ShareFixture } from '../support/share-fixture';
import { testFolder } from '../support/test-folder';
import { truthOf } from '../support/office-truth';

const MONTH = '2026-03';
const office = createOffice({ seed: 93, month: MONTH, companies: 4, documentsPerCompany: 25 });
const DOCUMENTS = truthOf(office, MONTH).length;
/** So many files lie on the import share when it happens: in the middle of a batch, and of the run. */
const STRIKE_AT = 25;
const WRITING: readonly FaultOp[] = ['mkdir', 'unlink', 'rename', 'link', 'truncate', 'create', 'write'];

const answer = await faultMountsPossible();
let agents: ShareAgents;
beforeAll(async () => {
  agents = await shareAgents();
});
afterAll(() => agents.dispose());

/** Waits for what must come, however slow the machine is; a test that waits in vain ends by its own limit. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(20);
}

async function onFixture(play: (fixture: ShareFixture) => Promise<void>, of = office): Promise<void> {
  const fixture = await openShareFixture(of, agents);
  try {
    await play(fixture);
  } finally {
    await fixture.dispose();
  }
}

const isEmpty = ({ engine }: ShareFixture): boolean =>
  engine.spool.pages === 0 && engine.outbox.destinations.every(({ pending, conflicts }) => pending + conflicts === 0);

interface Outage {
  readonly name: string;
  readonly root: 'archive' | 'import';
  readonly code: string;
  readonly strike: (fixture: ShareFixture) => Promise<void>;
  readonly mend: (fixture: ShareFixture) => Promise<void>;
}

function mountOf({ shares }: ShareFixture, root: Outage['root']): FaultMount {
  const { mount } = shares[root];
  if (mount === null) throw new Error('no fault mount');
  return mount;
}

type Change = (mount: FaultMount) => Promise<void>;

const onMount = (
  root: Outage['root'],
  change: Change,
  mend: Change = (mount) => mount.heal(),
): Pick<Outage, 'root' | 'strike' | 'mend'> => ({
  root,
  strike: (fixture) => change(mountOf(fixture, root)),
  mend: (fixture) => mend(mountOf(fixture, root)),
});

const renamed: Outage = {
  name: 'the import share is renamed on its server',
  root: 'import',
  code: 'SHARE_PATH_MISSING',
  strike: ({ shares }) => shares.import.leave(),
  mend: ({ shares }) => shares.import.comeBack(),
};

const ON_MOUNTS: readonly Outage[] = [
  {
    name: "the import share's server is killed and started again",
    code: 'SHARE_UNREACHABLE',
    ...onMount(
      'import',
      (mount) => mount.drop(),
      (mount) => mount.reconnect(),
    ),
  },
  {
    name: 'the import share freezes',
    code: 'SHARE_TIMEOUT',
    ...onMount('import', (mount) => mount.hang()),
  },
  {
    name: 'the archive freezes',
    code: 'SHARE_TIMEOUT',
    ...onMount('archive', (mount) => mount.hang()),
  },
  {
    name: "the import share's disk is full",
    code: 'SHARE_FULL',
    ...onMount('import', (mount) => mount.full(3_000, 'flush')),
  },
  {
    name: "the archive's disk is full",
    code: 'SHARE_FULL',
    ...onMount('archive', (mount) => mount.full(3_000)),
  },
  {
    name: 'the permission to write on the import share is taken away',
    code: 'SHARE_DENIED',
    ...onMount('import', (mount) => mount.errno(WRITING, 'EACCES')),
  },
  {
    name: "the import share's password is changed on its server",
    code: 'SHARE_CREDENTIALS',
    ...onMount('import', (mount) => mount.errno('every', 'EKEYREJECTED')),
  },
];

const outages = [renamed, ...(answer.possible ? ON_MOUNTS : [])];
const where = answer.possible ? 'on fault mounts' : `on plain folders, for ${answer.why}`;

describe.concurrent(`in the middle of a run, ${where}`, () => {
  it.each(outages.map((outage) => [outage.name, outage] as const))(
    '%s: it is noticed, nothing is lost, and everything arrives without a hand',
    async (_name, { root, code, strike, mend }) => {
      await onFixture(async (fixture) => {
        const { engine } = fixture;
        const run = engine.run({ month: MONTH });
        await until(() => fixture.arrived() >= STRIKE_AT);
        await strike(fixture);
        const before = fixture.arrived();
        await fixture.untilKnown(root, 'down');
        expect(engine.shares.lines().find((line) => line.root === root)?.cause?.code).toBe(code);
        expect(await untrueDeliveries(fixture)).toEqual([]);
        await mend(fixture);
        await fixture.untilKnown(root, 'ok');
        await run;
        await until(() => isEmpty(fixture));
        expect(before).toBeLessThan(DOCUMENTS);
        expect(await brokenPromises(fixture)).toEqual([]);
        expect(engine.shares.history(root, 24).outages).toMatchObject([
          { to: expect.any(String) as string, cause: { code } },
        ]);
        expect(engine.outbox.waitingFor).toEqual([]);
      });
    },
    120_000,
  );

  if (answer.possible)
    it('another program has one file open: it comes later, the others at once', async () => {
      await onFixture(async (fixture) => {
        const held = `${documentName(truthOf(office, MONTH)[0]?.identity ?? '')}.xml`;
        const { mount } = fixture.shares.import;
        await mount?.errno(['link', 'rename'], 'EBUSY', { name: held });
        await fixture.engine.run({ month: MONTH });
        const left = (): Delivery[] => fixture.deliveries().filter(({ state }) => state !== 'delivered');
        await until(() => left().length === 1);
        expect(left()).toMatchObject([{ path: `Import/${held}`, error: 'SHARE_BUSY' }]);
        expect(fixture.engine.outbox.waitingFor).toEqual([]);
        await mount?.heal();
        await until(() => isEmpty(fixture));
        expect(await brokenPromises(fixture)).toEqual([]);
      });
    }, 120_000);

  it('the reader takes files away while they are delivered: none comes twice but what the share itself refused', async () => {
    await onFixture(async (fixture) => {
      fixture.reader.takeAway();
      await fixture.engine.run({ month: MONTH });
      await until(() => isEmpty(fixture));
      expect(await brokenPromises(fixture)).toEqual([]);
      expect(fixture.arrived()).toBeGreaterThanOrEqual(DOCUMENTS);
      // a mount looks a new name up before it confirms it: one that is taken in that instant is refused, and sent again
      const refused = new Set(
        fixture.deliveries().flatMap(({ path, attempts }) => (attempts > 1 ? [basename(path)] : [])),
      );
      const doubled = [...fixture.reader.seen].filter(([, all]) => all.length > 1).map(([name]) => name);
      expect(doubled.filter((name) => !refused.has(name))).toEqual([]);
    });
  }, 120_000);
});

describe('who judges all this', () => {
  it('notices a file that is gone, one that is another, and one that nobody ordered', async () => {
    const small = createOffice({ seed: 94, month: MONTH, companies: 1, documentsPerCompany: 6 });
    await onFixture(async (fixture) => {
      await fixture.engine.run({ month: MONTH });
      await until(() => isEmpty(fixture));
      expect(await brokenPromises(fixture)).toEqual([]);
      const documents = fixture.deliveries().filter(({ path }) => path.startsWith('Import/'));
      const [gone = '', altered = ''] = documents.map(({ path }) => path);
      const share = fixture.shares.import.behind;
      await rm(join(share, gone));
      await writeFile(join(share, altered), 'outro');
      await writeFile(join(share, 'Import', 'estranho.xml'), 'estranho');
      const broken = (await brokenPromises(fixture)).join('\n');
      for (const path of [gone, altered, 'estranho.xml']) expect(broken).toContain(path);
    }, small);
  });
});

const CANCELLATIONS = 5;
const ROUNDS = 8;
/** Far less than the deadline that a call on the frozen share has, and far more than what works takes. */
const ENOUGH_MS = 15_000;

/** One cancellation each of the notes from `first` on, until they are delivered. @returns milliseconds */
async function cancel(office: ConsoleFixture, first: number): Promise<number> {
  const start = performance.now();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = office.delivered('cancelled');
    const number = first + round * CANCELLATIONS;
    await office.file(Array.from({ length: CANCELLATIONS }, (_, index) => noteEvent({ number: number + index })));
    await until(() => office.delivered('cancelled') === before + CANCELLATIONS);
  }
  return performance.now() - start;
}

const hangingShare = (): void => {
  it('the folder of cancellations gets its files as if nothing were', async () => {
    const home = await mkdtemp(join(await testFolder(), 'malote-parada-'));
    const share = await openFragileShare(join(home, 'import'));
    for (const name of ['archive', 'cancelled']) await mkdir(join(home, name));
    const office = openConsoleFixture({
      folder: join(home, 'office'),
      import: share.location,
      spawn: agents.spawn,
      archive: join(home, 'archive'),
      cancelled: join(home, 'cancelled'),
    });
    try {
      const count = ROUNDS * CANCELLATIONS;
      await office.file(Array.from({ length: 2 * count }, (_, index) => note({ number: index + 1 })));
      await until(() => office.delivered('import') === 2 * count);
      const usual = await cancel(office, 1);
      await share.mount?.hang();
      await office.file(Array.from({ length: 300 }, (_, index) => note({ number: 1_000 + index })));
      const meanwhile = await cancel(office, count + 1);
      expect(office.delivered('import')).toBe(2 * count);
      console.log(
        `${String(count)} cancellations: ${usual.toFixed(0)} ms, and ${meanwhile.toFixed(0)} ms while import hung`,
      );
      expect(meanwhile).toBeLessThan(ENOUGH_MS);
      await share.mount?.release();
      await until(() => office.delivered('import') === 2 * count + 300);
    } finally {
      await share.mount?.heal();
      await office.close();
      await share.close();
      await rm(home, { recursive: true, force: true });
    }
  }, 120_000);
};

if (answer.possible) describe('while the import share hangs', hangingShare);
