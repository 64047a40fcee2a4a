import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../../../src/cli/cli';
import { deliverySentence, spoolLines } from '../../../src/cli/text/delivery';
import { sha256Of } from '../../../src/engine/archive';
import type { DeliverView } from '../../../src/shared/views';
import { deliveryWords } from '../../../src/shared/messages/pt-BR/delivery';
import { openIntakeFixture, type IntakeFixture } from '../../support/intake-fixture';
import { ALFA, note } from '../../support/notes';
import { testHost, type TestHost } from './support';

const DONE: DeliverView = { delivered: 0, conflicts: 0, failed: 0, pending: 0, waitingFor: [], elsewhere: false };

describe('what a delivery came to', () => {
  it('agrees in number, and contracts what it waits for', () => {
    expect(deliveryWords(DONE)).toEqual(['Nada esperava para ser entregue.']);
    expect(deliveryWords({ ...DONE, delivered: 1, failed: 1, pending: 1, waitingFor: ['archive'] })).toEqual([
      '1 arquivo entregue e conferido.',
      '1 entrega falhou e será tentada de novo.',
      '1 arquivo ainda espera pelo acervo, que não responde.',
    ]);
    const waitingFor = ['archive', 'import', 'cancelled'] as const;
    expect(deliveryWords({ ...DONE, delivered: 2, failed: 3, pending: 1_204, waitingFor })).toEqual([
      '2 arquivos entregues e conferidos.',
      '3 entregas falharam e serão tentadas de novo.',
      '1.204 arquivos ainda esperam pelo acervo, pela pasta de importação e pela pasta dos cancelados, que não respondem.',
    ]);
  });

  it('is not what another process is at', () => {
    expect(deliveryWords({ ...DONE, elsewhere: true })).toEqual([
      'Outro programa já está entregando nesta pasta de trabalho; nada foi feito aqui.',
    ]);
  });
});

describe('what a delivery says meanwhile', () => {
  it('is how far it is, while something is being delivered', () => {
    expect(deliverySentence({ draining: null })).toBeNull();
    expect(deliverySentence({ draining: { delivered: 312, total: 1_204, perSecond: 84.6 } })).toBe(
      'Entrega: 312 de 1.204 arquivos.',
    );
  });

  it('does not forget what waits on this computer for the archive', () => {
    expect(spoolLines({ pages: 0 })).toEqual([]);
    expect(spoolLines({ pages: 1 })).toEqual([
      '1 página do SIEG espera neste computador pelo acervo. Quem a arquiva é a janela aberta, "malote service run" ou a próxima execução.',
    ]);
  });
});

describe('malote deliver and malote status', () => {
  let fixture: IntakeFixture;
  beforeEach(async () => {
    fixture = await openIntakeFixture({ clients: [{ taxId: ALFA, folder: 'ALFA' }] });
    await fixture.accept([note({ number: 1 }), note({ number: 2 })]);
    fixture.ledger.spool.add({ file: '2026-03-1-a.zip', sha256: sha256Of(new Uint8Array()), bytes: 10, batch: '{}' });
    await writeFile(
      join(fixture.folder, 'settings.json'),
      JSON.stringify({
        sieg: { generation: 'legacy', baseUrl: 'http://127.0.0.1:9' },
        archive: { root: join(fixture.folder, 'archive') },
        importShare: { root: join(fixture.folder, 'import') },
        companies: { workbook: 'https://127.0.0.1/empresas.xlsx' },
      }),
    );
  });
  afterEach(() => fixture.dispose());

  /** By a clock on which six seconds pass whenever somebody looks. */
  async function malote(...argv: string[]): Promise<TestHost> {
    let now = Date.UTC(2026, 3, 2, 12);
    const host = testHost({ now: () => new Date((now += 6_000)) });
    await runCli([...argv, '--workspace', fixture.folder], host);
    return host;
  }

  it('say how far they are at stderr, and name the pages that wait', { timeout: 30_000 }, async () => {
    const status = await malote('status', '--month', '2026-03');
    expect(status.stdout.text).toContain('1 página do SIEG espera neste computador pelo acervo.');
    const delivered = await malote('deliver');
    expect(delivered.stdout.lines.slice(0, 2)).toEqual([
      '2 arquivos entregues e conferidos.',
      expect.stringMatching(/^1 página do SIEG espera neste computador pelo acervo\./),
    ]);
    expect(delivered.stderr.text).toContain('Entrega: 2 de 2 arquivos.');
  });

  it('give a program one object and nothing besides', { timeout: 30_000 }, async () => {
    const { stdout, stderr } = await malote('deliver', '--json');
    expect(stdout.lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([{ delivered: 2, pending: 0 }]);
    expect(stderr.text).toBe('');
  });
});
