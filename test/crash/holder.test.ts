import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createOffice, DEMO_CREDENTIALS, parseQuirks, startSimulator, type Simulator } from '../../src/simulator';
import { buildCli, lastJson, type BuiltCli, type CliProcess } from '../support/built-cli';
import { eventually } from '../support/eventually';
import { contents, fileTree } from '../support/file-tree';
import { ledgerFacts, queryLedger, type LedgerFacts } from '../support/ledger-dump';
import { createWorkspace, removeWorkspace, type Workspace } from '../support/workspace';

const MONTH = '2026-03';
const SPEED = '2000';
const office = createOffice({ seed: 21, month: MONTH, companies: 4, documentsPerCompany: 25 });
/** The others have gone on, or taken over, within this. */
const WITHIN_MS = 5_000;

let cli: BuiltCli;
let simulator: Simulator;
beforeAll(async () => {
  cli = await buildCli();
  simulator = await startSimulator(office, { quirks: parseQuirks('none'), speed: Number(SPEED) });
});
afterAll(async () => {
  await cli.dispose();
  await simulator.close();
});

interface Office {
  readonly workspace: Workspace;
  readonly service: () => CliProcess;
  readonly start: (...args: string[]) => CliProcess;
}

async function open(): Promise<Office> {
  simulator.reset();
  const workspace = await createWorkspace({ office, generation: 'legacy', baseUrl: simulator.url });
  onTestFinished(() => removeWorkspace(workspace));
  const env = {
    MALOTE_CLOCK_SPEED: SPEED,
    MALOTE_SIEG_KEY: DEMO_CREDENTIALS.apiKey,
    XDG_DATA_HOME: join(workspace.folder, 'dados'),
    HOME: workspace.folder,
  };
  const start = (...args: string[]): CliProcess => {
    const started = cli.start([...args, '--json', '--workspace', workspace.folder], env);
    onTestFinished(async () => {
      started.kill();
      await started.ended;
    });
    return started;
  };
  return { workspace, start, service: () => start('service', 'run') };
}

interface Result {
  readonly facts: LedgerFacts;
  readonly archive: Record<string, string>;
  readonly import: Record<string, string>;
}

async function resultOf({ archive, import: share, ledger }: Workspace): Promise<Result> {
  return {
    facts: ledgerFacts(ledger),
    archive: contents(await fileTree(archive)),
    import: contents(await fileTree(share)),
  };
}

/** How many documents are on record: how far a run is. */
function documents({ ledger }: Workspace): number {
  return queryLedger<{ n: number }>(ledger, 'SELECT count(*) AS n FROM documents')[0]?.n ?? 0;
}

async function undisturbed(): Promise<Result> {
  const { workspace, start } = await open();
  expect(await start('run', '--month', MONTH).ended).toMatchObject({ code: 0 });
  return resultOf(workspace);
}

describe('killing one of three programs on a workspace, in the middle of a run', () => {
  let whole: Promise<Result> | null = null;

  it.each([
    ['the one that holds it', 'holder', 1],
    ['the one that holds it', 'holder', 40],
    ['the command that asked for the run', 'command', 1],
    ['the service that waits for its turn', 'waiting', 20],
  ] as const)(
    '%s (%s, after %i documents)',
    async (_name, killed, after) => {
      const expected = await (whole ??= undisturbed());
      const { workspace, start, service } = await open();
      const holder = service();
      await holder.seen(/"schedule":/);
      const waiting = service();
      await waiting.seen(/"heldBy":"service"/);
      const command = start('run', '--month', MONTH);
      await eventually(() => expect(documents(workspace)).toBeGreaterThanOrEqual(after));
      const victim = { holder, command, waiting }[killed];
      victim.kill();
      const at = performance.now();
      await victim.ended;

      if (killed === 'holder') {
        // the other service holds it now, and a third finds it there
        await waiting.seen(/"schedule":/);
        expect(performance.now() - at).toBeLessThan(WITHIN_MS);
      }
      if (killed === 'command') {
        const follower = start('run', '--month', MONTH);
        expect(await follower.ended).toMatchObject({ code: 0 });
      } else {
        const ended = await command.ended;
        expect(ended, ended.stderr).toMatchObject({ code: 0 });
        expect(lastJson(ended.stdout)).toMatchObject({ run: { status: 'complete' } });
      }
      expect(await resultOf(workspace)).toEqual(expected);
    },
    60_000,
  );
});
