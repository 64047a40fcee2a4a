import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepGapsFile } from '../../../src/engine/gaps';
import { closingSentence, renderEvidence, type EvidenceOptions } from '../../../src/cli/text/evidence';
import { COLOURED, PLAIN } from '../../../src/cli/text/style';
import { MaloteError } from '../../../src/shared/errors';
import { missingOf, summaryOf } from './support';

const options: EvidenceOptions = {
  style: PLAIN,
  columns: 100,
  places: [{ label: 'Arquivo de XML', path: '/arquivo' }],
  gapsFile: null,
};

const render = (summary = summaryOf(), changes: Partial<EvidenceOptions> = {}): string =>
  renderEvidence(summary, { ...options, ...changes }).join('\n');

describe('evidence of a run', () => {
  it('says which run, in words', () => {
    expect(render().split('\n')[0]).toBe('Evidência de março de 2026 · execução 3 · 2 min 10 s');
  });

  it.each([
    ['Empresas', '12'],
    ['completas', '12'],
    ['com pendências', '0'],
    ['Documentos esperados', '1.200'],
    ['arquivados', '1.200'],
    ['entregues e conferidos', '1.200'],
    ['faltando', '0'],
    ['em conflito', '0'],
    ['Documentos cancelados', '15'],
    ['Eventos', '40'],
    ['À espera de entrega', '0'],
  ])('tells %s', (label, value) => {
    expect(render()).toMatch(new RegExp(`^ +${label} +${value}$`, 'm'));
  });

  it('compares the requests with what the pages alone would need', () => {
    expect(render()).toMatch(/Consultas ao SIEG +31 {3}só as páginas pediriam 28/);
  });

  it('tells delivered apart from verified when they differ', () => {
    expect(render(summaryOf({ documents: { verified: 1190 } }))).toMatch(
      /conferidos +1\.190 {3}entregues ao todo: 1\.200/,
    );
  });

  it('mentions strangers and unreadable files only when there are any', () => {
    expect(render()).not.toMatch(/nenhuma empresa|ilegíveis/);
    const text = render(summaryOf({ documents: { unassigned: 2, refused: 1 } }));
    expect(text).toMatch(/de nenhuma empresa da planilha +2/);
    expect(text).toMatch(/Arquivos ilegíveis +1/);
  });

  it('calls nothing complete or lost that a stopped run has not asked for', () => {
    const text = render(summaryOf({ run: { status: 'stopped' }, documents: { missing: 7 } }));
    expect(text).toMatch(/sem pendência conhecida +12/);
    expect(text).toMatch(/ainda por buscar +7/);
    expect(text).not.toMatch(/completas|faltando/);
  });

  it('says of the archived documents how many are gone or changed since', () => {
    expect(render(summaryOf({ documents: { damaged: 1 } }))).toMatch(
      /^ +arquivados +1\.200 {3}dos quais 1 sumiu ou foi alterado desde então$/m,
    );
  });

  it('counts what is gone in every company, also where they have lost as many as each other', () => {
    const point = { code: 'damaged', kind: null, count: 3, subject: null, companies: ['0001_A', '0002_B'] } as const;
    const summary = summaryOf({ run: { status: 'gaps' }, gaps: { points: [point] } });
    expect(closingSentence(summary)).toContain('6 arquivos do acervo sumiram, mudaram ou não se deixam ler');
  });

  it('says where the files lie', () => {
    expect(render()).toMatch(/Arquivo de XML +\/arquivo/);
    expect(render()).toMatch(/Pasta de trabalho +\/trabalho/);
  });

  it('names every gap with who promised it and what SIEG answered', () => {
    const text = render(
      summaryOf({
        run: { status: 'gaps' },
        documents: { missing: 3 },
        gaps: {
          missing: [missingOf(1)],
          shortfalls: [{ kind: 'CTe', company: null, promised: 10, held: 8 }],
          undelivered: [{ identity: 'chave', state: 'conflict', targetPath: 'chave.xml', errorCode: 'SHARE_EXISTS' }],
          unanswered: [{ question: 'Relatório de NFe de 0001', code: 'SIEG_SERVER_ERROR', reason: 'Erro interno.' }],
        },
      }),
    );
    expect(text).toContain(`${missingOf(1).identity}  NFe de 12/03/2026`);
    expect(text).toContain(
      '0001_COMERCIO_EXEMPLO · prometido por: relatório do SIEG · na última tentativa: XML não encontrado',
    );
    expect(text).toContain('CTe: o SIEG contou 10, e há 8');
    expect(text).toContain('já existe outro conteúdo com este nome · chave.xml');
    expect(text).toContain('Relatório de NFe de 0001');
    expect(text).toContain('Erro interno. (SIEG_SERVER_ERROR)');
  });

  it('stops at fifty gaps on the screen and says where the rest is', () => {
    const missing = Array.from({ length: 60 }, (_, index) => missingOf(index));
    const text = render(summaryOf({ gaps: { missing } }), { gapsFile: '/trabalho/gaps-2026-03.txt' });
    expect(text).toContain(missingOf(49).identity);
    expect(text).not.toContain(missingOf(50).identity);
    expect(text).toContain('e mais 10 pendências; todas estão em /trabalho/gaps-2026-03.txt');
  });

  it('says what stood against a copy and what to do first, and no code', () => {
    const codes = ['SHARE_UNFIT', 'SHARE_BAD_PATH', 'SHARE_BUSY', 'DELIVERY_SOURCE_ABSENT', 'NEVER_HEARD_OF'];
    const undelivered = codes.map((errorCode) => ({
      identity: errorCode.toLowerCase(),
      state: 'failed' as const,
      targetPath: 'a.xml',
      errorCode,
    }));
    const text = render(summaryOf({ gaps: { undelivered } }));
    expect(text).not.toMatch(/SHARE_|DELIVERY_|NEVER_/);
    expect(text).toContain(
      'a cópia falhou: o que está lá com este nome não pode ser lido: é grande demais, ou não é um arquivo comum. Não é do Malote: tire-o de lá · a.xml',
    );
    expect(text).toMatch(/há uma pasta com o nome do arquivo/);
    expect(text).toMatch(/ocupado por outro programa\. Feche o programa que o está usando/);
    expect(text).toMatch(/falha inesperada; o registro \(log\) diz qual/);
  });

  it('says of many that wait for the same in one line how many they are', () => {
    const undelivered = Array.from({ length: 120 }, (_, n) => ({
      identity: `chave-${String(n)}`,
      state: n < 118 ? ('pending' as const) : ('failed' as const),
      targetPath: `Import/${String(n)}.xml`,
      errorCode: n < 118 ? null : 'SHARE_FULL',
    }));
    const text = render(summaryOf({ gaps: { undelivered } }), { gapsFile: '/trabalho/gaps-2026-03.txt' });
    expect(text).toMatch(/Arquivados e ainda não entregues \(120\)\n +118 documentos\n +espera na fila\n +chave-118\n/);
    expect(text.match(/espera na fila/g)).toHaveLength(1);
    expect(text).not.toContain('e mais');
  });

  it('does not advise to run again what a run does not mend', () => {
    const points = [
      { code: 'damaged' as const, kind: null, count: 2, subject: null, companies: ['0001_ALFA'] },
      { code: 'damaged' as const, kind: null, count: 3, subject: null, companies: ['0002_BETA'] },
    ];
    const sentence = closingSentence(
      summaryOf({ run: { status: 'gaps' }, verdict: { state: 'gaps' }, gaps: { points } }),
    );
    expect(sentence).toMatch(
      /^Com pendências: 5 arquivos do acervo sumiram, .*; repetir o comando não basta\. .*malote recover --all/,
    );
    expect(sentence).not.toContain('mais tarde');
  });

  it('paints only the closing of a month without gaps', () => {
    const lines = renderEvidence(summaryOf(), { ...options, style: COLOURED });
    expect(lines.slice(1, -2).join('')).not.toContain('\u001b[3');
    expect(lines.at(-1)).toContain('\u001b[32m');
  });
});

describe('closing sentence', () => {
  it('calls complete only what is', () => {
    expect(closingSentence(summaryOf())).toMatch(/^Completo: cada um dos 1\.200 documentos anunciados/);
    expect(closingSentence(summaryOf({ verdict: { state: 'none-announced' } }))).toMatch(
      /^Sem documentos: o SIEG foi perguntado/,
    );
    expect(closingSentence(summaryOf({ verdict: { state: 'none-unexplained' } }))).toMatch(/confira o certificado/);
    expect(closingSentence(summaryOf({ run: { status: 'gaps' }, verdict: { state: 'open' } }))).toMatch(/^Em aberto:/);
  });

  it('counts what is open', () => {
    const summary = summaryOf({
      run: { status: 'gaps' },
      documents: { missing: 1, conflicts: 2 },
      outbox: { pending: 3 },
    });
    expect(closingSentence(summary)).toContain('1 documento falta, 3 esperam entrega, 2 estão em conflito no destino');
  });

  it('says that a stopped run goes on from where it is', () => {
    expect(closingSentence(summaryOf({ run: { status: 'stopped' } }))).toMatch(/continua daqui sem repetir/);
  });

  it('gives the reason and the way out of a failed run', () => {
    const error = new MaloteError('SIEG_DNS', { host: 'api.exemplo' });
    const text = closingSentence({ ...summaryOf({ run: { status: 'failed' } }), error: error.toEnvelope() });
    expect(text).toContain(error.message);
    expect(text).toContain(error.action);
  });
});

describe('list of gaps as a file', () => {
  let workspace: string;
  beforeEach(async () => {
    workspace = await mkdtemp(join(tmpdir(), 'malote-cli-'));
  });
  afterEach(() => rm(workspace, { recursive: true, force: true }));

  it('names all of them, with Windows line ends and a mark for UTF-8', async () => {
    const missing = Array.from({ length: 60 }, (_, index) => missingOf(index));
    const file = await keepGapsFile(summaryOf({ workspace, gaps: { missing } }));
    expect(file).toBe(join(workspace, 'gaps-2026-03.txt'));
    const text = await readFile(file ?? '', 'utf8');
    expect(text.startsWith('\uFEFFMalote: pendências de março de 2026\r\n')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    for (const { identity } of missing) expect(text).toContain(identity);
    expect(await readdir(workspace)).toEqual(['gaps-2026-03.txt']);
  });

  it('goes away when no gap is left', async () => {
    await keepGapsFile(summaryOf({ workspace, gaps: { missing: [missingOf(1)] } }));
    expect(await keepGapsFile(summaryOf({ workspace }))).toBeNull();
    expect(await readdir(workspace)).toEqual([]);
  });

  it('that cannot be written is a typed error', async () => {
    const summary = summaryOf({ workspace: join(workspace, 'absent'), gaps: { missing: [missingOf(1)] } });
    await expect(keepGapsFile(summary)).rejects.toMatchObject({ code: 'CLI_CANNOT_WRITE' });
  });
});
