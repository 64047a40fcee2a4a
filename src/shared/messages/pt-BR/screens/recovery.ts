import type { RecoveryItem } from '../../../ipc/recovery';
import { ITEM_STATES, RECOVERY_STATES, requestsWords } from '../recovery';
import { size } from '../amounts';
import { count, counted, roughly } from '../numbers';

const files = (number: number): string => counted(number, 'arquivo', 'arquivos');

/** In a cell, after a mark: the words of the reports, beginning small. */
const itemStates = Object.fromEntries(
  Object.entries(ITEM_STATES).map(([state, words]) => [state, words.charAt(0).toLowerCase() + words.slice(1)]),
) as Readonly<Record<RecoveryItem['state'], string>>;

/** Robocopy's bits, from the gravest. */
const EXIT_BITS: readonly (readonly [number, string])[] = [
  [16, 'nada pôde ser feito'],
  [8, 'alguns arquivos falharam'],
  [4, 'no destino havia outro conteúdo com o mesmo nome'],
  [2, 'o destino tinha arquivos a mais'],
  [1, 'arquivos foram copiados'],
];

/** Plan, preview, execution and report. */
export const recovery = {
  states: RECOVERY_STATES,
  title: (id: number): string => `Recuperação ${count(id)}`,
  ofAudit: (id: number): string => `da auditoria ${count(id)}`,
  none: {
    title: 'Nenhuma recuperação planejada',
    text: 'Na auditoria, marque o que recuperar e peça o plano. Nada é copiado antes de você confirmar.',
    action: 'Ir à auditoria',
  },
  preview: {
    region: 'Plano da recuperação',
    deliver: 'A copiar',
    fetch: 'A pedir ao SIEG',
    requests: requestsWords,
    bytes: 'Tamanho',
    seconds: 'Deve levar',
    unknown: 'não se sabe',
    unknownNote: 'a velocidade do destino ainda não foi medida',
    excluded: 'De fora',
    from: 'De',
    to: 'Para',
    toArchive: 'O que vier do SIEG é arquivado e segue pela mesma fila.',
    narrow: 'Restringir o plano',
    kinds: 'Tipos',
    months: 'Meses',
    tabs: { label: 'O que o plano traz', companies: 'Por empresa', items: 'Arquivo por arquivo' },
    search: 'Empresa ou CNPJ',
    all: 'Todas',
    columns: {
      company: 'Empresa',
      deliver: 'A copiar',
      bytes: 'Tamanho',
      fetch: 'A pedir ao SIEG',
      excluded: 'De fora',
    },
    include: (name: string): string => `Incluir ${name}`,
    noCompany: 'Sem empresa',
    note: 'Nada é apagado nem sobrescrito no destino. Cada cópia é lida de volta e conferida.',
    nothing: 'Tudo foi deixado de fora.',
  },
  options: {
    legend: 'Como copiar',
    threads: 'Cópias ao mesmo tempo (/MT)',
    retries: 'Novas tentativas (/R)',
    waitSeconds: 'Espera entre tentativas, em segundos (/W)',
    range: (least: number, most: number): string => `De ${count(least)} a ${count(most)}.`,
  },
  actions: {
    execute: 'Recuperar',
    carryOn: 'Continuar de onde parou',
    pause: 'Pausar',
    resume: 'Continuar',
    stop: 'Parar',
    export: 'Exportar o plano',
    exportChoose: 'Exportar como…',
    powershell: 'Script do PowerShell (robocopy)',
    csv: 'CSV',
    xlsx: 'Planilha (xlsx)',
    exported: (name: string): string => `Gravado: ${name}`,
    openReports: 'Abrir a pasta',
    auditAgain: 'Auditar de novo',
  },
  items: {
    columns: {
      identity: 'Chave',
      company: 'Empresa',
      month: 'Mês',
      size: 'Tamanho',
      state: 'Situação',
      action: 'Ação',
    },
    actions: { deliver: 'copiar', fetch: 'pedir ao SIEG' },
    states: itemStates,
    none: 'O plano está vazio.',
    cut: (shown: number, total: number): string => `Mostrando os primeiros ${count(shown)} de ${files(total)}.`,
    shown: (shown: number, total: number): string =>
      shown === total ? files(total) : `${count(shown)} de ${files(total)} carregados`,
    details: 'Detalhes do arquivo',
    source: 'De',
    target: 'Para',
    problem: 'Motivo',
    identity: 'Chave',
    company: 'Empresa',
    state: 'Situação',
  },
  progress: {
    region: 'Andamento da recuperação',
    bar: 'Arquivos recuperados',
    files: (done: number, total: number): string => `${count(done)} de ${files(total)}`,
    bytes: (done: number, total: number): string => `${size(done)} de ${size(total)}`,
    copied: 'Copiados',
    skipped: 'Já estavam lá',
    mismatch: 'Outro conteúdo',
    failed: 'Falharam',
    fetched: 'Baixados do SIEG',
    speed: 'Velocidade',
    perSecond: (speed: string): string => `${speed}/s`,
    eta: 'Restam',
    left: roughly,
    waitingFor: (roots: string): string =>
      `Espera voltar: ${roots}. O que já foi copiado está conferido, e o resto segue sozinho.`,
    paused: 'Em pausa. O que estava no meio terminou.',
    announce: (state: string): string => `Recuperação: ${state.toLowerCase()}.`,
  },
  report: {
    region: 'Resultado da recuperação',
    table: 'Resumo, como o robocopy o escreve',
    rows: { dirs: 'Pastas', files: 'Arquivos', bytes: 'Bytes' },
    columns: {
      what: '',
      total: 'Total',
      copied: 'Copiado',
      skipped: 'Ignorado',
      mismatch: 'Incompatível',
      failed: 'FALHA',
      extras: 'Extras',
    },
    notes: {
      skipped: 'Já estava no destino com o mesmo conteúdo, lido e comparado.',
      mismatch: 'No destino há outro conteúdo com o mesmo nome. Nada foi sobrescrito.',
      extras: 'O que só o destino tem não é procurado: a pasta é do BI.',
    },
    times: 'Tempo',
    speed: 'Velocidade',
    speedOf: (bytesPerSecond: number): string => `${size(bytesPerSecond)} por segundo`,
    exit: (code: number): string => `Código de saída ${count(code)}`,
    exitWords: (code: number): string => {
      const words = EXIT_BITS.filter(([bit]) => (code & bit) !== 0).map(([, text]) => text);
      return words.length === 0 ? 'nada precisava ser copiado' : words.join('; ');
    },
    log: 'Registro',
    copyLog: 'Copiar o caminho do registro',
    complete: (copied: number, skipped: number): string => {
      const there = skipped === 0 ? '' : `; ${count(skipped)} já ${skipped === 1 ? 'estava' : 'estavam'} lá`;
      return `${counted(copied, 'arquivo copiado e conferido', 'arquivos copiados e conferidos')}${there}.`;
    },
    troubles: (failed: number, mismatch: number): string =>
      [
        ...(failed > 0 ? [counted(failed, 'arquivo falhou', 'arquivos falharam')] : []),
        ...(mismatch > 0 ? [`${count(mismatch)} com outro conteúdo no destino`] : []),
      ].join('; '),
    stopped: 'A recuperação parou antes do fim; continue quando quiser, e nada é copiado duas vezes.',
    interrupted: 'O programa foi encerrado no meio; continue, e nada é copiado duas vezes.',
  },
  earlier: {
    label: 'Recuperações',
    noneTitle: 'Nenhuma recuperação ainda',
    none: 'As recuperações feitas ficam aqui, com o seu resumo.',
    columns: {
      id: 'Nº',
      created: 'Quando',
      state: 'Situação',
      items: 'Arquivos',
      bytes: 'Tamanho',
      result: 'Resultado',
    },
    fetch: (number: number): string => `+ ${count(number)} do SIEG`,
    open: (id: number): string => `Abrir a recuperação ${count(id)}`,
  },
};
