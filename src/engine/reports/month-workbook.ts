import { count, dayName, monthName } from '../../shared/messages/pt-BR/numbers';
import type { MonthEvent, MonthSnapshot, SnapshotCompany } from '../ledger';
import type { Cell } from './cells';
import { documentsOf, missingOf, type MonthEvidence, type Tally } from './month-evidence';
import { eachRow } from './rows';
import { effectWords, findingMeaning, findingTitle, momentWords, sourceWords } from './words';
import type { Column, Sheet } from './workbook';

const KEY: Column = { title: 'Chave', width: 48 };
const KIND: Column = { title: 'Tipo', width: 8 };
const FOLDER: Column = { title: 'Empresa', width: 38 };
const HASH: Column = { title: 'SHA-256', width: 68 };

const whole = (title: string): Column => ({ title, kind: 'whole', width: 14 });

type Companies = ReadonlyMap<number, SnapshotCompany>;

function foldersOf(ids: readonly number[], companies: Companies): string {
  return ids.map((id) => companies.get(id)?.folder ?? String(id)).join(', ');
}

const day = (text: string | null): string => (text === null ? '' : dayName(text));
const moment = (text: string | null): string => (text === null ? '' : momentWords(text));

/** The sheets of a month's evidence: Resumo, Empresas, Faltantes, Órfãos, Eventos. Their rows are read as they are written. */
export function monthSheets(
  evidence: MonthEvidence,
  snapshot: MonthSnapshot,
  issue: { readonly at: string; readonly by: string; readonly program: string },
  signal?: AbortSignal,
): Sheet[] {
  const companies = new Map(snapshot.companies().map((company) => [company.id, company]));
  return [
    summarySheet(evidence, issue),
    companiesSheet(evidence),
    missingSheet(snapshot, companies, signal),
    orphansSheet(snapshot, companies, signal),
    eventsSheet(snapshot, companies, signal),
  ];
}

function summarySheet(
  { month, announced, total, unassigned, audit, findings, listSha256 }: MonthEvidence,
  { at, by, program }: { readonly at: string; readonly by: string; readonly program: string },
): Sheet {
  const rows: Cell[][] = [
    ['Mês', monthName(month), ''],
    ['Emitido em', momentWords(at), ''],
    ['Emitido por', by, program],
    [
      'Auditoria',
      audit === null ? 'nenhuma' : `nº ${String(audit.id)}`,
      audit === null ? '' : momentWords(audit.endedAt),
    ],
    ['Anunciados pelo SIEG', announced, announced === null ? 'ainda não foi perguntado' : 'por contagem ou pelo nome'],
    [
      '  nos relatórios',
      total.promised,
      total.promised === null ? 'nenhum relatório foi lido' : 'chaves de NF-e, CT-e …',
    ],
    [
      'No registro',
      total.ledger,
      unassigned === 0 ? '' : `dos quais ${count(unassigned)} não são de empresas da planilha`,
    ],
    ['No disco', total.disk, total.disk === null ? 'nenhuma auditoria completa deste mês' : ''],
    ['Entregues', total.handedOver, 'com entrega conferida ou transação do sistema anterior'],
    ['  só por transações do sistema anterior', total.handedOverBefore, ''],
    ['Na fila de entrega', total.waiting, ''],
    ['Conflitos no destino', total.conflicts, ''],
    ['Órfãos', total.orphans, 'no acervo, sem entrega comprovada'],
    ['Faltantes', total.missing, 'prometidos e ausentes'],
    ['Cancelados', total.cancelled, ''],
    [
      'SHA-256 da lista de documentos',
      listSha256,
      'uma linha por documento: chave, espaço, SHA-256, LF; em ordem de chave',
    ],
    ...[...findings].map(([category, n]): Cell[] => [
      `Achado da auditoria: ${findingTitle(category)}`,
      n,
      findingMeaning(category),
    ]),
  ];
  const columns = [
    { title: 'Item', width: 44 },
    { title: 'Valor', width: 40 },
    { title: 'Observação', width: 80 },
  ];
  return { name: 'Resumo', columns, rows };
}

function companiesSheet({ companies }: MonthEvidence): Sheet {
  function* rows(): Generator<Cell[]> {
    for (const { company, kinds } of companies) {
      const head = [company.folder, company.taxId, company.name];
      if (kinds.size === 0) yield [...head, '', ...figures(undefined)];
      for (const [kind, tally] of kinds) yield [...head, kind, ...figures(tally)];
    }
  }
  const columns = [
    ...[FOLDER, { title: 'CNPJ ou CPF', width: 18 }, { title: 'Nome', width: 34 }, KIND],
    ...['Nos relatórios', 'No registro', 'No disco', 'Entregues', 'Só pelo anterior', 'Na fila', 'Conflitos'].map(
      whole,
    ),
    ...['Órfãos', 'Faltantes', 'Cancelados'].map(whole),
    ...['Entradas (R$)', 'Saídas (R$)', 'De terceiros (R$)'].map(
      (title) => ({ title, kind: 'cents', width: 18 }) as const,
    ),
    whole('Sem valor'),
  ];
  return { name: 'Empresas', columns, rows: rows() };
}

function figures(tally: Readonly<Tally> | undefined): Cell[] {
  if (tally === undefined) return [null, 0, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const { promised, ledger, disk, handedOver, handedOverBefore, waiting, conflicts, orphans, missing, cancelled } =
    tally;
  const numbers = [
    promised,
    ledger,
    disk,
    handedOver,
    handedOverBefore,
    waiting,
    conflicts,
    orphans,
    missing,
    cancelled,
  ];
  const { inboundCents, outboundCents, otherCents, unvalued } = tally.sums;
  return [...numbers, inboundCents, outboundCents, otherCents, unvalued];
}

function missingSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const { identity, kind, companyId, issueDay, sources, answer } of eachRow(missingOf(snapshot), signal)) {
      const company = companyId === null ? undefined : companies.get(companyId);
      const whose = [company?.folder ?? '', company?.taxId ?? ''];
      yield [identity, kind, ...whose, day(issueDay), sourceWords(sources), answer ?? ''];
    }
  }
  const columns = [
    ...[KEY, KIND, FOLDER, { title: 'CNPJ ou CPF', width: 18 }, { title: 'Emissão', width: 12 }],
    ...[
      { title: 'Quem prometeu', width: 34 },
      { title: 'Resposta do SIEG', width: 50 },
    ],
  ];
  return { name: 'Faltantes', columns, rows: rows() };
}

function orphansSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const document of eachRow(documentsOf(snapshot), signal)) {
      if (document.handedOver !== 'no' || document.filed.length === 0) continue;
      const { identity, kind, filed, issueDay, number, totalCents, path, size, sha256 } = document;
      const facts = [day(issueDay), number, totalCents, path, size, sha256];
      yield [
        identity,
        kind,
        foldersOf(
          filed.map(({ companyId }) => companyId),
          companies,
        ),
        ...facts,
      ];
    }
  }
  const columns: Column[] = [
    ...[KEY, KIND, FOLDER, { title: 'Emissão', width: 12 }, { title: 'Número', width: 12 }],
    { title: 'Valor (R$)', kind: 'cents', width: 16 },
    ...[{ title: 'Arquivo no acervo', width: 90 }, whole('Bytes'), HASH],
  ];
  return { name: 'Órfãos', columns, rows: rows() };
}

function eventsSheet(snapshot: MonthSnapshot, companies: Companies, signal: AbortSignal | undefined): Sheet {
  const read = (last: MonthEvent | null, limit: number): MonthEvent[] => snapshot.events(last?.identity ?? '', limit);
  async function* rows(): AsyncGenerator<Cell[]> {
    for await (const event of eachRow(read, signal)) {
      const { documentIdentity, kind, eventType, sequence, effect, effective, issuedAt, companyIds, deliveredAt } =
        event;
      const what = [documentIdentity, kind, eventType, sequence, effectWords(effect, effective), issuedAt];
      yield [...what, foldersOf(companyIds, companies), moment(deliveredAt), event.sha256];
    }
  }
  const columns: Column[] = [
    ...[{ ...KEY, title: 'Chave do documento' }, KIND, { title: 'Evento', width: 10 }, whole('Sequência')],
    ...[{ title: 'Efeito', width: 24 }, { title: 'Data do evento', width: 28 }, FOLDER],
    ...[{ title: 'Entregue em', width: 20 }, HASH],
  ];
  return { name: 'Eventos', columns, rows: rows() };
}
