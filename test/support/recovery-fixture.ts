import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemClock, type Clock } from '../../src/engine/base/clock';
import { encodeAccessKey } from '../../src/engine/domain';
import type { Ledger } from '../../src/engine/ledger';
import { openLedgerWithWriters } from '../../src/engine/ledger/writers/hand-out';
import { RecoveryService, type RecoveryServiceOptions } from '../../src/engine/jobs/recovery';
import { JobRunner } from '../../src/engine/jobs/runner';
import { openServices, type Services } from '../../src/engine/app/services';
import { settingsSchema } from '../../src/engine/settings';
import { openLocalRoot, type RootOpener } from '../../src/engine/shares';
import { databaseOf } from '../../src/engine/ledger/ledger';
import type { FindingCategory } from '../../src/shared/ipc/audit';
import { ALFA, BETA, STRANGER } from './notes';
import { testFolder } from './test-folder';

export const AUDIT = 1;
const COMPANIES = [
  { taxId: ALFA, folder: '0001_ALFA_COMERCIO' },
  { taxId: BETA, folder: "0002_D'ÁGUA & FILHOS" },
] as const;

export interface RecoveryFixtureOptions {
  readonly folder: string;
  readonly archive?: string;
  readonly import?: string;
  readonly openRoot?: RootOpener;
  readonly openSieg?: RecoveryServiceOptions['openSieg'];
  /** Makes waits shorter. */
  readonly speed?: number;
  /** Instead of a clock of that speed. */
  readonly clock?: Clock;
  readonly onChange?: () => void;
}

/** The services of an engine on real folders, with a recovery room in them; nothing works by itself. */
export interface RecoveryFixture {
  readonly folder: string;
  readonly archive: string;
  readonly import: string;
  readonly ledger: Ledger;
  readonly services: Services;
  readonly recovery: RecoveryService;
  /** Ends this process's part; the folders stay. */
  close(): Promise<void>;
  dispose(): Promise<void>;
}

export async function newFolder(): Promise<string> {
  return mkdtempSync(join(await testFolder(), 'malote-recuperacao-'));
}

export function openRecoveryFixture(options: RecoveryFixtureOptions): RecoveryFixture {
  const { folder, speed = 1 } = options;
  const [archive, share] = [options.archive ?? join(folder, 'acervo'), options.import ?? join(folder, 'import')];
  for (const place of [archive, share, join(folder, 'guardados')]) mkdirSync(place, { recursive: true });
  const clock = options.clock ?? systemClock(speed);
  const { ledger, writers } = openLedgerWithWriters(join(folder, 'malote.db'), { now: () => clock.now() });
  if (ledger.companies.active().length === 0) {
    ledger.companies.replaceActive(
      COMPANIES.map(({ taxId, folder: name }) => ({ taxId, folder: name, code: null, name })),
    );
  }
  const onChange = options.onChange ?? ((): undefined => undefined);
  const runner = new JobRunner({ ledger, onChange });
  const services = openServices({
    ledger,
    runner,
    writers,
    clock,
    onChange,
    workspace: folder,
    settings: settingsSchema.parse({
      sieg: { generation: 'legacy' },
      archive: { root: archive },
      importShare: { root: share, layout: 'flat' },
      companies: { workbook: 'https://127.0.0.1/empresas.xlsx' },
      previousMonth: {},
      capture: {},
      shares: { checkEveryMinutes: 1 },
    }),
    openRoot: options.openRoot ?? openLocalRoot,
    tell: () => undefined,
    onNotice: () => undefined,
  });
  const recovery = new RecoveryService({
    ledger,
    runner,
    clock,
    onChange,
    workspace: folder,
    within: (work) => work(services),
    openSieg: options.openSieg ?? (() => Promise.reject(new Error('no SIEG here'))),
    onNotice: () => undefined,
  });
  const close = async (): Promise<void> => {
    await runner.close();
    await services.close();
    ledger.close();
  };
  return {
    folder,
    archive,
    ledger,
    services,
    recovery,
    close,
    import: share,
    dispose: async () => {
      await close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export interface PlantedFile {
  readonly identity: string;
  readonly path: string;
  readonly text: string;
  readonly sha256: string;
}

function keyOf(number: number): string {
  return encodeAccessKey({
    state: '35',
    month: '2026-03',
    issuer: STRANGER,
    model: '55',
    series: 1,
    number,
    emissionType: 1,
    random: 12345678,
  });
}

/** An audit to hang findings on. */
export function plantAudit(ledger: Ledger): void {
  databaseOf(ledger).run(
    "INSERT OR IGNORE INTO audits (id, scope, read_all, started_at, figures) VALUES (?, '{}', 0, '2026-04-02T12:00:00.000Z', '{}')",
    [AUDIT],
  );
}

export interface Finding {
  readonly category: FindingCategory;
  readonly identity: string | null;
  readonly companyId?: number | null;
  readonly kind?: string | null;
  readonly month?: string | null;
  readonly path?: string | null;
  readonly size?: number | null;
}

export function plantFinding(ledger: Ledger, finding: Finding): void {
  const { category, identity, companyId = null, kind = 'NFe', month = '2026-03', path = null, size = null } = finding;
  databaseOf(ledger).run(
    `INSERT INTO audit_findings (audit_id, category, identity, company_id, kind, month, root, path, size, detail)
     VALUES (?, ?, ?, ?, ?, ?, 'archive', ?, ?, '{}')`,
    [AUDIT, category, identity, companyId, kind, month, path, size],
  );
}

/** Documents on disk and in the ledger that were never handed over, and an audit that says so. Two companies, the one after the other. */
export function plantOrphans(fixture: Pick<RecoveryFixture, 'archive' | 'ledger'>, count: number): PlantedFile[] {
  const { archive, ledger } = fixture;
  const companies = ledger.companies.active();
  const files = Array.from({ length: count }, (_, index) => {
    const company = companies[index % companies.length]!;
    const identity = keyOf(index + 1);
    const text = `<nota numero="${String(index + 1)}"/>${'x'.repeat(index % 700)}`;
    const sha256 = createHash('sha256').update(text).digest('hex');
    const path = `2026/${company.folder}/03/NFe/Entrada/${identity}.xml`;
    return { identity, path, text, sha256, companyId: company.id };
  });
  for (const folder of new Set(files.map(({ path }) => dirname(join(archive, path)))))
    mkdirSync(folder, { recursive: true });
  for (const { path, text } of files) writeFileSync(join(archive, path), text);
  ledger.transaction(() => {
    plantAudit(ledger);
    for (const { identity, path, text, sha256, companyId } of files) {
      const size = Buffer.byteLength(text);
      const { id } = databaseOf(ledger).run(
        `INSERT INTO documents (identity, access_key, kind, model, form, month, sha256, size, source, archived_at)
         VALUES (?, ?, 'NFe', '55', 'processed', '2026-03', ?, ?, 'folder', '2026-04-01T00:00:00.000Z')`,
        [identity, identity, sha256, size],
      );
      databaseOf(ledger).run(
        `INSERT INTO filings (document_id, company_id, direction, path, sha256, size, verified_at)
         VALUES (?, ?, 'inbound', ?, ?, ?, '2026-04-01T00:00:00.000Z')`,
        [id, companyId, path, sha256, size],
      );
      plantFinding(ledger, { category: 'orphan', identity, companyId, path, size });
    }
  });
  return files;
}
