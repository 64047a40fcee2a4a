import { describe, expect, it } from 'vitest';
import { renderImport } from '../../../src/cli/text/companies';
import { renderProbe } from '../../../src/cli/text/probe';
import { jobLines, renderStatus } from '../../../src/cli/text/status';
import { PLAIN } from '../../../src/cli/text/style';
import { renderVerification } from '../../../src/cli/text/verification';
import type { StatusView, VerifyView } from '../../../src/shared/views';
import { companyOf, missingOf, summaryOf, verdictOf } from './support';

describe('what is at work', () => {
  it('is told by its kind and how far it is; the run stands with its month', () => {
    const job = { id: 1, subject: 7, startedAt: '2026-03-12T10:00:00-03:00', endedAt: null, error: null } as const;
    const here = { here: false, stopping: false } as const;
    const lines = jobLines([
      { ...job, ...here, kind: 'run', state: 'running', progress: null },
      { ...job, ...here, kind: 'audit', state: 'running', progress: { phase: 'disk', done: 1_200, total: 4_000 } },
      { ...job, ...here, kind: 'recovery', state: 'paused', progress: { phase: null, done: 3, total: null } },
    ]);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^Em andamento: auditoria, desde \d\d\/03\/2026 \d\d:\d\d, 1\.200 de 4\.000\.$/);
    expect(lines[1]).toMatch(/^Em andamento \(em pausa\): recuperação, desde [^,]+\.$/);
  });
});

describe('status', () => {
  const view: StatusView = {
    workspace: '/trabalho',
    month: '2026-03',
    verdict: verdictOf('gaps', {
      companies: { total: 3, complete: 1, gaps: 1, open: 0, noneAnnounced: 0, noneUnexplained: 1 },
    }),
    companies: [
      companyOf(),
      companyOf({
        taxId: '12345678909',
        folder: '0002_PESSOA',
        documents: 10,
        delivered: 9,
        missing: 1,
        state: 'gaps',
      }),
      companyOf({
        taxId: '12345678909',
        folder: '0003_PARADA',
        documents: 0,
        delivered: 0,
        state: 'none-unexplained',
        monthBefore: 1_240,
      }),
    ],
    lastRun: { id: 4, startedAt: '2026-03-12T10:00:00-03:00', endedAt: null, outcome: null, underWay: false },
    documents: summaryOf().documents,
    outbox: { pending: 1 },
    gaps: { missing: [missingOf(1)], shortfalls: [], undelivered: [], unanswered: [], points: [] },
  };

  it('lists companies, last run, outbox and gaps', () => {
    const text = renderStatus(view, { style: PLAIN, columns: 120 }).join('\n');
    expect(text).toContain('Situação de março de 2026');
    expect(text).toMatch(/0001_PÃO_E_CIA +11\.222\.333\/0001-81 +1\.200 +1\.200 +0 +completa/);
    expect(text).toMatch(/0002_PESSOA +123\.456\.789-09 +10 +9 +1 +pendente/);
    expect(text).toMatch(/0003_PARADA .* sem documentos; no mês anterior havia 1\.240/);
    expect(text).toMatch(/À espera de entrega +1 cópia/);
    expect(text).toMatch(/Mês +Com pendências: 1 completa, 1 pendente e 1 sem documentos e sem explicação/);
    expect(text).toMatch(/Última tentativa +4, de .*: não terminou; o próximo malote run continua dela/);
    expect(text).toContain(missingOf(1).identity);
  });

  it('says on the line of the figures how many of them are gone or changed since', () => {
    const documents = { ...view.documents, archived: 1_200, expected: 1_200, damaged: 123 };
    const text = renderStatus({ ...view, documents }, { style: PLAIN, columns: 160 }).join('\n');
    expect(text).toMatch(
      /Documentos +1\.200 de 1\.200 arquivados, dos quais 123 sumiram ou foram alterados desde então, 1\.200 entregues/,
    );
    const gone = { identity: '35', isEvent: false, company: '0001_PÃO_E_CIA', path: 'a/35.xml' } as const;
    const gaps = { ...view.gaps, damaged: [{ ...gone, problem: 'absent' as const }] };
    const named = renderStatus({ ...view, gaps }, { style: PLAIN, columns: 160 }).join('\n');
    expect(named).toContain('  35\n    sumiu do acervo · 0001_PÃO_E_CIA · a/35.xml');
  });

  it('says that somebody is at work on the last run, and what stands against the settings', () => {
    const lastRun = { id: 4, startedAt: '2026-03-12T10:00:00-03:00', endedAt: null, outcome: null, underWay: true };
    const settingsError = { message: 'O arquivo foi danificado.', action: 'Preencha de novo.' };
    const text = renderStatus({ ...view, lastRun }, { style: PLAIN, columns: 120, settingsError }).join('\n');
    expect(text).toMatch(/Última tentativa +4, de .*: em andamento\n/);
    expect(text).toContain('Configurações: O arquivo foi danificado. Preencha de novo.');
  });

  it('shows conflicts when there are any, and names before tax ids where there is little room', () => {
    const [first] = view.companies;
    const companies = first === undefined ? [] : [{ ...first, conflicts: 2, state: 'gaps' as const }];
    const text = renderStatus({ ...view, companies }, { style: PLAIN, columns: 80 }).join('\n');
    expect(text).toMatch(/Conflitos/);
    expect(text).toMatch(/0001_PÃO_E_CIA +1\.200 +1\.200 +0 +2 +pendente/);
    expect(text).not.toContain('CNPJ');
  });

  it('says of each company what the verdict says, and names what is open', () => {
    const companies = [
      companyOf({ state: 'open' }),
      companyOf({ documents: 0, state: 'none-announced', monthBefore: null }),
    ];
    const point = {
      code: 'nameless' as const,
      kind: 'CTe' as const,
      count: 2,
      subject: null,
      companies: ['0001_PÃO_E_CIA'],
    };
    const gaps = { ...view.gaps, shortfalls: [], points: [point] };
    const text = renderStatus({ ...view, companies, gaps }, { style: PLAIN, columns: 120 }).join('\n');
    expect(text).toMatch(/0001_PÃO_E_CIA .* em aberto/);
    expect(text).toMatch(/sem documentos; o mês anterior não foi perguntado/);
    expect(text).toMatch(/O SIEG conta na conta inteira mais 2 documentos de CTe; não se sabe de quem/);
    expect(text).not.toContain('  completa');
  });

  it('says what to do when there is no company yet', () => {
    const text = renderStatus({ ...view, companies: [], lastRun: null }, { style: PLAIN, columns: 120 }).join('\n');
    expect(text).toContain('malote companies import');
    expect(text).toMatch(/Última tentativa +nenhuma/);
  });
});

describe('import of companies', () => {
  const view = {
    source: 'empresas.xlsx',
    total: 10,
    added: 8,
    changed: 1,
    retired: 2,
    badRows: [],
    sheet: 'Empresas',
    padded: [],
    leftOut: [],
  };

  it('gives the totals', () => {
    const text = renderImport(view, PLAIN).join('\n');
    expect(text).toMatch(/novas +8/);
    expect(text).toContain('Todas as linhas da aba "Empresas" foram usadas.');
  });

  it('names the sheet that was used and those that were left out, and never says that the whole workbook was', () => {
    const leftOut = [
      { name: 'Inativas', hidden: true, isList: true },
      { name: 'Filiais', hidden: false, isList: true },
    ];
    const text = renderImport({ ...view, sheet: 'Matriz', leftOut }, PLAIN).join('\n');
    expect(text).toContain('Ficaram de fora as abas "Inativas" (oculta) e "Filiais".');
    expect(text).toContain('Todas as linhas da aba "Matriz" foram usadas.');
    expect(text).not.toContain('linhas da planilha');
    const csv = renderImport({ ...view, sheet: null }, PLAIN).join('\n');
    expect(csv).toContain('Todas as linhas da planilha foram usadas.');
  });

  it('tells of short numbers that it completed', () => {
    const padded = [{ row: 3, written: '191', taxId: '00000000000191' }];
    expect(renderImport({ ...view, padded }, PLAIN).join('\n')).toContain(
      '1 número curto foi completado com zeros à esquerda, porque os dígitos verificadores conferem: linha 3, 191 como 00000000000191. Confira.',
    );
  });

  it('names every bad row', () => {
    const badRows = [
      { row: 7, reason: 'CNPJ com dígito errado' },
      { row: 112, reason: 'sem nome' },
    ];
    const text = renderImport({ ...view, badRows }, PLAIN).join('\n');
    expect(text).toMatch(/^ +7 {2}CNPJ com dígito errado$/m);
    expect(text).toMatch(/^ +112 {2}sem nome$/m);
    expect(text).toContain('2 linhas não puderam ser usadas');
  });
});

describe('probe', () => {
  it('says who answered and what', () => {
    const view = {
      ok: true,
      generation: 'v1',
      status: 200,
      milliseconds: 1234.4,
      words: 'O SIEG respondeu.',
      counts: { NFe: 12, CTe: 3 },
    } as const;
    const text = renderProbe(view, 'https://api.exemplo', { style: PLAIN, columns: 80 }).join('\n');
    expect(text).toMatch(/Tempo +1\.234 ms/);
    expect(text).toMatch(/Contagem +NFe 12, CTe 3/);
    expect(
      renderProbe({ ...view, ok: false, status: null, counts: null }, 'x', { style: PLAIN, columns: 80 }).join('\n'),
    ).toMatch(/Resposta +nenhuma/);
  });
});

describe('verification', () => {
  const view: VerifyView = {
    month: '2026-03',
    archiveFiles: 20,
    archiveBytes: 1_500_000,
    deliveries: 20,
    stillAtTarget: 5,
    findings: [],
  };

  it('says that what the BI took proves nothing', () => {
    const text = renderVerification(view, PLAIN).join('\n');
    expect(text).toMatch(/já não estão lá +15 {3}.*não prova nada/);
    expect(text).toContain('Os 20 arquivos do mês estão como foram registrados.');
  });

  it('names every file that is not as recorded', () => {
    const findings = [
      { root: 'archive', path: 'A/b.xml', identity: 'chave', problem: 'altered', cause: null },
    ] as const;
    const text = renderVerification({ ...view, findings }, PLAIN).join('\n');
    expect(text).toMatch(/lidos de volta +20/);
    expect(text).toContain('chave  tem conteúdo diferente do registrado');
    expect(text).toContain('Arquivo: A/b.xml');
    expect(text).toContain('1 arquivo não está como o registro diz');
  });

  it('counts as read back only what was there to be read', () => {
    const absent = { root: 'archive', path: 'A/b.xml', identity: 'chave', problem: 'absent', cause: null } as const;
    const text = renderVerification({ ...view, archiveBytes: 0, findings: Array(20).fill(absent) }, PLAIN).join('\n');
    expect(text).toMatch(/Arquivos no registro +20/);
    expect(text).toMatch(/lidos de volta +0 {3}0 bytes/);
  });

  it('says why one could not be read, and does not count what is otherwise at the target as taken', () => {
    const cause = 'há uma pasta com o nome do arquivo';
    const findings = [{ root: 'import', path: 'A/b.xml', identity: 'chave', problem: 'unreadable', cause }] as const;
    const text = renderVerification({ ...view, findings }, PLAIN).join('\n');
    expect(text).toContain('chave  não pôde ser lido: há uma pasta com o nome do arquivo');
    expect(text).toMatch(/já não estão lá +14/);
  });
});
