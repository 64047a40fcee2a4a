import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/engine/base/clock';
import { Intake } from '../../../src/engine/intake';
import { openLedgerWithWriters } from '../../../src/engine/ledger/writers/hand-out';
import { JobRunner } from '../../../src/engine/jobs/runner';
import { openServices } from '../../../src/engine/app/services';
import { settingsSchema } from '../../../src/engine/settings';
import { nodeAgents, openAgentRoot, openLocalRoot } from '../../../src/engine/shares';
import { ALFA } from '../../support/notes';
import type { OfficeWord } from './office';
import { papersOf, type Papers } from './papers';
import { PLACES } from './places';

/**
 * A workspace with an engine, in a process of its own and in real time: files what it is told to file, watches its shares and
 * delivers for as long as it lives. Nobody ever asks it to try again.
 */
const clock = systemClock();
const kept = join(PLACES.workspace, 'guardados');
mkdirSync(kept, { recursive: true });
const { ledger, writers } = openLedgerWithWriters(PLACES.ledger, { now: () => clock.now() });
ledger.companies.replaceActive([{ taxId: ALFA, folder: 'ALFA', code: null, name: 'ALFA' }]);
const settings = settingsSchema.parse({
  sieg: { generation: 'legacy' },
  archive: { root: PLACES.archive },
  importShare: { root: PLACES.share, layout: 'flat', cancelledRoot: PLACES.cancelled },
  companies: { workbook: 'https://127.0.0.1/empresas.xlsx' },
  previousMonth: {},
  capture: {},
  shares: { checkEveryMinutes: 1 },
});
const spawn = nodeAgents(join(import.meta.dirname, 'share-agent.mjs'));
const say = (word: OfficeWord): void => {
  process.send?.(word);
};

const services = openServices({
  settings,
  ledger,
  writers,
  clock,
  runner: new JobRunner({ ledger, onChange: () => undefined }),
  workspace: PLACES.workspace,
  openRoot: ({ id, location }) => openAgentRoot({ id, location, spawn }),
  tell: (alertEvent) => {
    if (alertEvent.type !== 'share') return;
    const { root, from, to } = alertEvent.change;
    say({ is: 'change', root, from, to });
  },
  onChange: () => undefined,
  onNotice: () => undefined,
});
const intake = new Intake({
  ledger,
  writers: writers.documents,
  outbox: services.outbox,
  companies: services.companies,
  archive: services.roots.archive,
  kept: openLocalRoot({ id: 'kept', location: kept }),
  previousMonthDays: 0,
  now: () => clock.now(),
});

async function file(papers: Papers): Promise<void> {
  const files = papersOf(papers).map(({ text }) => ({ name: null, bytes: Buffer.from(text), problem: null }));
  const siegDays = { rule: 'within', from: '2026-03-01', to: '2026-03-31' } as const;
  await intake.accept(
    { files, source: 'page', requestId: null, month: '2026-03', siegDays },
    new AbortController().signal,
  );
  services.dispatcher.wake();
  say({ is: 'filed' });
}

process.on('message', (papers: Papers) => {
  void file(papers);
});
process.on('disconnect', () => process.exit());
services.health.start();
services.dispatcher.start();
say({ is: 'open' });
