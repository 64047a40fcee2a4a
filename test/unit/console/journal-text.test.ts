import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalText } from '../../../src/engine/console';

const ENGINE = resolve(import.meta.dirname, '..', '..', '..', 'src', 'engine');

function text(action: string, detail: unknown = {}, subject = 'assunto'): string {
  return journalText({ id: 1, at: '2026-11-01T12:00:00Z', actor: 'engine', action, subject, detail });
}

/** Every action that the engine's code writes into the journal. */
function writtenActions(): string[] {
  const files = readdirSync(ENGINE, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const found = files.flatMap((name) => [
    ...readFileSync(join(ENGINE, name), 'utf8').matchAll(/journal\.write\(\s*'([\w.-]+)'/g),
  ]);
  return [...new Set(found.map(([, action]) => action!))].sort();
}

describe('journalText', () => {
  it('has a sentence for every action that the engine writes', () => {
    const actions = writtenActions();
    expect(actions.length).toBeGreaterThan(15);
    expect(actions.filter((action) => text(action) === `${action}: assunto`)).toEqual([]);
    for (const action of actions) expect(text(action)).toMatch(/^[A-ZÁÉÍÓÚÂÊÔÃÕÇ].*\.$|^assunto .*\.$/);
  });

  it.each([
    ['NFe account 2026-10-08..2026-10-15', 'NFe de 08/10/2026 a 15/10/2026'],
    ['NFe account 2026-10-08..2026-10-08', 'NFe de 08/10/2026'],
    ['CTe taker:11222333000181 2026-10-01..2026-10-31', 'CTe com o tomador 11222333000181 de 01/10/2026 a 31/10/2026'],
  ])('says of which days and of whom SIEG was asked: %s', (subject, words) => {
    for (const action of [
      'page.unexpectedly-empty',
      'page.repeated',
      'window.contradiction',
      'window.no-progress',
      'window.failed',
    ]) {
      expect(text(action, { missing: 3 }, subject)).toContain(words);
    }
    expect(text('count.contradicted', { held: 3 }, 'NFSe 2026-10')).toContain('NFSe de outubro de 2026');
  });

  it.each([
    [
      'run.started',
      { month: '2026-10', companies: 40, resumes: null },
      'Execução iniciada: outubro de 2026, 40 empresas.',
    ],
    [
      'destination.moved',
      { from: 'P:\\import', to: '\\\\servidor\\xml_import' },
      'Os arquivos passam a ser entregues em \\\\servidor\\xml_import; o que foi entregue antes foi para P:\\import.',
    ],
    [
      'delivery.conflict',
      { ours: 'ab', found: 'cd', bytes: 17 },
      'Outro conteúdo já estava no destino assunto; nada foi sobrescrito.',
    ],
    [
      'delivery.conflict',
      { ours: 'ab', found: null, bytes: 1_500_000_000 },
      'Outro conteúdo (um arquivo grande, que não foi lido) já estava no destino assunto; nada foi sobrescrito.',
    ],
    ['run.started', { month: '2026-10', companies: 1, resumes: 3 }, 'Execução retomada: outubro de 2026, 1 empresa.'],
    [
      'run.ended',
      { status: 'gaps', documents: { archived: 1200, delivered: 1199, missing: 1 } },
      'Execução com pendências: 1.200 documentos no acervo, 1.199 entregues, 1 faltante.',
    ],
    ['intake.accepted', { documents: [1, 2], events: [3] }, 'Arquivados 2 documentos e 1 evento.'],
    ['intake.accepted', { documents: [], events: [3, 4] }, 'Arquivados 2 eventos.'],
    ['intake.accepted', { documents: [1], events: [3, 4] }, 'Arquivado 1 documento e 2 eventos.'],
    ['intake.accepted', { documents: [], events: [3] }, 'Arquivado 1 evento.'],
    ['delivery.verified', { deliveries: [1] }, 'Entregue e conferido 1 arquivo.'],
    ['share.changed', { to: 'recovering', words: null }, 'assunto voltando.'],
    [
      'companies.imported',
      { total: 2, added: 2, changed: 0, retired: 0, badRows: [{}] },
      'Planilha importada: 2 empresas (2 novas, 0 alteradas, 0 retiradas). 1 linha não pôde ser usada.',
    ],
  ])('%s reads well', (action, detail, sentence) => {
    expect(text(action, detail)).toBe(sentence);
  });

  it('names what an entry is about', () => {
    expect(text('share.changed', { to: 'down', words: 'a rede está fora do ar' }, 'archive')).toBe(
      'Acervo fora do ar (a rede está fora do ar).',
    );
    expect(text('month.verified', { findings: 2 }, '2026-10')).toBe(
      'Arquivos de outubro de 2026 verificados: 2 diferenças.',
    );
  });

  it.each([null, 'texto', 7, [], { documents: null }, { documents: 'x', deliveries: {} }])(
    'survives a detail that is %j',
    (detail) => {
      for (const action of writtenActions()) expect(text(action, detail)).not.toMatch(/undefined|NaN|\[object/);
    },
  );

  it('says of what another version wrote that it is not known', () => {
    expect(text('toString')).toBe('Outra versão do Malote anotou algo que esta não conhece sobre assunto.');
  });
});
