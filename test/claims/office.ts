import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { openEngine } from '../../src/engine';
import { LiveConsole } from '../../src/engine/live';
import type { BuiltCli } from '../support/built-cli';
import { queryLedger } from '../support/ledger-dump';
import { testFolder } from '../support/test-folder';
import type { Scene } from '../renderer/console/scenes';
import { READER } from '../support/ledger-reader';

/** A workspace as a run of the real program left it, and what a test reads of it by statements of its own. */
export interface PlayedOffice {
  readonly month: string;
  /** The real page's state and answers: those of a real engine on this workspace. */
  readonly scene: Scene;
  readonly sql: <Row>(statement: string) => Row[];
  close(): Promise<void>;
}

/** Plays the demonstration in a process of its own, then opens an engine on what it left. @param options as on the command line */
export async function playOffice(cli: BuiltCli, ...options: readonly string[]): Promise<PlayedOffice> {
  const home = await mkdtemp(join(await testFolder(), 'malote-claims-'));
  const workspace = join(home, 'workspace');
  await cli.run(['demo', '--companies', '8', '--documents', '24', '--workspace', workspace, ...options], {
    MALOTE_CLOCK_SPEED: '20000',
    ...{ XDG_DATA_HOME: home, LOCALAPPDATA: home, HOME: home },
  });
  const engine = await openEngine({
    workspace,
    reader: READER,
    credentials: () => Promise.reject(new Error('nobody asks SIEG here')),
  });
  const ledger = join(workspace, 'malote.db');
  const [run] = queryLedger<{ month: string }>(ledger, 'SELECT month FROM runs ORDER BY id DESC LIMIT 1');
  const month = run?.month ?? '';
  const shown = { shown: workspace, configured: true, demonstration: null };
  const live = new LiveConsole({ workspace: shown, month }, { epoch: 'claims', send: () => undefined });
  await live.attach(engine, shown, month);
  const state = live.snapshot;
  live.detach();
  return {
    month,
    scene: {
      state,
      options: {
        engine: {
          companyMonth: ({ company, month: of }) => engine.records.companyMonth(company, of),
          companyDocuments: ({ query, after, limit }) => engine.records.documents(query, after, limit),
        },
      },
    },
    sql: <Row>(statement: string) => queryLedger<Row & Readonly<Record<string, unknown>>>(ledger, statement),
    close: async () => {
      await engine.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
