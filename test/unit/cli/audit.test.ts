import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditWith, type AuditCommandOptions } from '../../../src/cli/commands/audit';
import { orphansWith, type OrphansCommandOptions } from '../../../src/cli/commands/orphans';
import { FINDING_CATEGORIES } from '../../../src/shared/audit-categories';
import { AUDIT_WORDS, findingWords } from '../../../src/shared/messages/pt-BR/audit';
import { auditService } from '../../support/audit-fixture';
import { never, openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, note, noteKey } from '../../support/notes';
import { testHost } from './support';
import { databaseOf } from '../../../src/engine/ledger/ledger';

let fixture: IntakeFixture;
beforeEach(async () => {
  fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: '0001_ALFA' }] });
});
afterEach(() => fixture.dispose());

const live = { archiveMoved: () => fixture.ledger.archiveMoves.unseen };

async function auditCommand(options: AuditCommandOptions = {}): Promise<{ code: number; text: string }> {
  const host = testHost();
  const code = await auditWith(host, auditService(fixture), options, never);
  return { code, text: host.stdout.text };
}

async function orphansCommand(options: OrphansCommandOptions = {}): Promise<{ code: number; text: string }> {
  const host = testHost();
  const code = await orphansWith(host, auditService(fixture), options, never, live);
  return { code, text: host.stdout.text };
}

async function plantOrphans(): Promise<void> {
  await fixture.accept([note({ number: 1 }), note({ number: 2 })]);
  const db = databaseOf(fixture.ledger);
  db.run('DELETE FROM deliveries');
  db.run(
    `INSERT INTO legacy_files (id, sort, location, size, modified_ms, read_at) VALUES (1, 'log', 'a.log', 1, 1, '2026-04-01')`,
  );
  db.run(
    `INSERT INTO legacy_singles (tax_id, kind, month, documents, file_id, line) VALUES (?, 'NFe', '2026-03', 4491, 1, 7)`,
    [ALFA],
  );
}

describe('malote audit', () => {
  it('says that everything agrees', async () => {
    const { code, text } = await auditCommand();
    expect(code).toBe(0);
    expect(text).toContain('As quatro testemunhas concordam');
  });

  it('shows numbers that a series leaves out apart, one line a series, and finds nothing wrong in them', async () => {
    await fixture.accept([1, 5, 6, 20].map((number) => note({ number })));
    await fixture.drain();
    const { code, text } = await auditCommand({ month: ['2026-03'], list: true });
    expect(code).toBe(0);
    expect(text).toContain('As quatro testemunhas concordam');
    expect(text).toContain('Para perguntar ao cliente');
    expect(text).toContain('Modelo 55, série 1: faltam 16 números em 2 saltos: 2 a 4, 7 a 19.');
    expect(text.match(/faltam/g)).toHaveLength(1);
  });

  it('names what it finds, lists it, and shows an audit again', async () => {
    await plantOrphans();
    const made = await auditCommand({ month: ['2026-03'], list: true });
    expect(made.code).toBe(2);
    expect(made.text).toContain('Auditoria 1: março de 2026 (completa)');
    expect(made.text).toContain(noteKey({ number: 1 }));
    expect(made.text).toContain('órfãos');
    const again = JSON.parse((await auditCommand({ id: 1, json: true, list: true })).text) as Record<string, unknown>;
    expect(again).toMatchObject({ audit: { id: 1, counts: { orphan: 2 } }, findings: [{}, {}], error: null });
    expect((await auditCommand({ list: true })).text).toMatch(/1 +\d\d\/\d\d\/2026 .* completa/);
  });

  it('compares two audits, and refuses what is none', async () => {
    await plantOrphans();
    await auditCommand();
    await auditCommand();
    const { code, text } = await auditCommand({ compare: ['1', '2'] });
    expect(code).toBe(2);
    expect(text).toMatch(/órfãos +2 +0 +0/);
    await expect(auditCommand({ compare: ['1'] })).rejects.toMatchObject({ code: 'CLI_VALUE_INVALID' });
    await expect(auditCommand({ compare: ['1', '9'] })).rejects.toMatchObject({ code: 'AUDIT_UNKNOWN' });
  });
});

describe('malote orphans', () => {
  it('names every key by company, and how the old system lost them', async () => {
    await plantOrphans();
    const { code, text } = await orphansCommand();
    expect(code).toBe(2);
    expect(text).toContain('2 XMLs sem entrega comprovada');
    expect(text).toContain('0001_ALFA, março de 2026: 2 órfãos');
    expect(text).toContain('buscados um a um pelo sistema anterior: 4.491');
    for (const number of [1, 2]) expect(text).toContain(noteKey({ number }));
    const json = JSON.parse((await orphansCommand({ audit: 1, json: true })).text) as Record<string, unknown>;
    expect(json).toMatchObject({
      auditId: 1,
      orphans: 2,
      companies: [{ taxId: ALFA, fetchedSingly: 4491, keys: [noteKey({ number: 1 }), noteKey({ number: 2 })] }],
    });
  });

  it('knows of none when its audit could not look, says why, and ends with the failure', async () => {
    await plantOrphans();
    await rename(join(fixture.folder, 'archive'), join(fixture.folder, 'away'));
    const failure = { code: expect.stringMatching(/^SHARE_/) as string };
    const host = testHost();
    await expect(orphansWith(host, auditService(fixture), {}, never, live)).rejects.toMatchObject(failure);
    expect(host.stdout.text).toContain('não se sabe se há órfãos');
    expect(host.stdout.text).not.toContain('Nenhum órfão');
    const json = JSON.parse((await orphansCommand({ json: true })).text) as unknown;
    expect(json).toMatchObject({ outcome: 'failed', orphans: null, error: failure });
    const other = testHost();
    await expect(auditWith(other, auditService(fixture), {}, never)).rejects.toMatchObject(failure);
    expect(other.stdout.text).toContain('A auditoria não chegou ao fim.');
    expect(other.stdout.text).not.toContain('prometidos pelo SIEG');
  });

  it('says so when there is none', async () => {
    expect(await orphansCommand()).toMatchObject({ code: 0, text: expect.stringContaining('Nenhum órfão') as string });
  });
});

describe('the words of the audit', () => {
  it('has a sentence for every category, with or without details', () => {
    for (const category of FINDING_CATEGORIES) {
      expect(AUDIT_WORDS[category].means).toMatch(/^\p{Lu}.*\.$/u);
      expect(AUDIT_WORDS[category].todo).toMatch(/^\p{Lu}.*\.$/u);
    }
    expect(findingWords('ghost', { why: 'processed' })).toContain('diz que processou');
    expect(findingWords('misfiled', { differs: ['company'], expected: 'a/b.xml' })).toBe(
      'Está na pasta errada (empresa). Lugar certo: a/b.xml',
    );
    expect(findingWords('number-gap', { model: '55', series: '1', from: 3, to: 5 })).toBe(
      'Modelo 55, série 1: faltam os números 3 a 5.',
    );
    expect(
      findingWords('number-gap', {
        model: '65',
        series: null,
        ranges: [
          [3, 5],
          [9, 9],
        ],
      }),
    ).toBe('Modelo 65: faltam 4 números em 2 saltos: 3 a 5, 9.');
    expect(findingWords('missing', { promised: 10, held: 7 })).toContain('contou 10 documentos');
  });
});
