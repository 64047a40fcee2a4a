import { either } from '../numbers';

/** What stands for a value: "--month <mês>". */
export const valueNames = {
  command: 'comando',
  month: 'mês',
  taxId: 'cnpj',
  company: 'empresa',
  channel: 'canal',
  category: 'achado',
  kind: 'tipo',
  number: 'nº',
  numbers: 'nºs',
  format: 'formato',
  text: 'texto',
  key: 'chave',
  day: 'dia',
  folder: 'pasta',
  port: 'porta',
  file: 'arquivo',
  generation: 'geração',
  list: 'lista',
  source: 'FONTE',
  oldFolder: 'PASTA',
  work: 'O_QUÊ',
  id: 'Nº',
  hour: 'hora',
  days: 'dias',
  pattern: 'cron',
  copy: 'CÓPIA',
  identity: 'nome',
} as const;

const LISTED_BEFORE = 'sem opções, mostra as que já houve';
const RECOVERY_NUMBER = 'número da recuperação, ou latest: a última';
const DOCUMENTS = 'documentos por empresa, em média';
const CORRECTION_NUMBER = 'número da correção';

/** With what holds where the option is not given. */
function unlessGiven(words: string, otherwise: string): string {
  return `${words} (sem ele: ${otherwise})`;
}

/** What options of several commands do. */
export const optionMessages = {
  usage: { options: '[opções]', command: '<comando> [opções]' },
  unlessGiven,
  json: 'o resultado em uma linha de JSON, a última da saída',
  debug: 'mostra detalhes técnicos de um erro inesperado',
  workspace:
    'pasta de trabalho, num disco deste computador (sem ela: MALOTE_WORKSPACE, ou a pasta de dados deste usuário)',
  month: 'mês, AAAA-MM ou MM/AAAA (sem ele: o mês anterior até o dia 10; depois, o atual)',
  shownMonth: 'mês, AAAA-MM ou MM/AAAA (sem ele: o da última execução; antes da primeira, o que ela rodaria)',
  lastMonth: 'mês, AAAA-MM ou MM/AAAA (sem ele: o último mês completo)',
  onlyMonth: 'só este mês, AAAA-MM ou MM/AAAA; pode ser repetido',
  onlyMonthOfAll: 'só este mês, AAAA-MM ou MM/AAAA; pode ser repetido (sem ele: todos)',
  onlyCompany: 'só esta empresa; pode ser repetida',
} as const;

/** What `malote help` says of the commands and of the options that one has alone. */
export const commandMessages = {
  malote: {
    about: 'Malote: traz do SIEG todos os XML fiscais do mês, arquiva, entrega ao BI e prova que nada falta.',
    version: 'mostra a versão',
    helpCommand: 'mostra a ajuda de um comando',
    help: 'mostra esta ajuda',
  },
  run: {
    about: 'roda o mês: busca no SIEG, arquiva, entrega e mostra a evidência',
    close: 'fecha o mês agora: pede também os relatórios de todas as empresas',
  },
  status: { about: 'mostra como está o mês, empresa por empresa, sem consultar o SIEG' },
  deliver: { about: 'entrega agora o que espera, sem consultar o SIEG' },
  shares: {
    about: 'testa as pastas configuradas e diz como está cada uma',
    watch: 'continua observando e entregando o que espera, até Ctrl+C; uma linha por mudança',
  },
  alerts: {
    about: 'avisos: o que foi avisado, e por onde',
    list: 'mostra os últimos avisos',
    /** @param secrets with the variables of the environment that hold them */
    test: (secrets: readonly { readonly secret: string; readonly variable: string }[]): string =>
      `envia um aviso de teste (${secrets.map(({ secret, variable }) => `${secret} em ${variable}`).join(', ')})`,
    channel: (channels: readonly string[]): string =>
      unlessGiven(either(channels), 'os que estão ligados nas configurações'),
  },
  schedule: {
    about: 'programação: o que o Malote faz na hora marcada',
    list: 'mostra o que está programado, com a próxima e a última vez',
    add: 'programa uma linha, ou o padrão do escritório',
    work: (names: readonly string[]): string => either(names),
    standard: 'tudo do padrão do escritório que ainda não está programado',
    at: unlessGiven('hora, HH:MM', 'a do padrão'),
    days: unlessGiven('daily, business, mon,thu, 5 (dia do mês) ou business:3 (dia útil do mês)', 'os do padrão'),
    cron: 'cinco campos de cron, no lugar de --at e --days',
    limit: 'só as primeiras empresas da planilha, para experimentar a execução de um mês',
    pause: 'pausa uma linha; o que vencer na pausa não é feito depois',
    resume: 'retoma uma linha pausada',
    remove: 'remove uma linha',
    runNow: 'faz agora o que uma linha faz, também fora da hora',
  },
  service: {
    about: 'o Malote sem janela',
    run: 'acompanha as pastas, entrega o que espera e faz o que está programado, até ser encerrado',
    validate: 'diz o que impediria um serviço, antes de instalá-lo; não muda nada',
    install: 'põe o Malote para começar com o computador e ser mantido de pé por ele',
    print: 'só mostra a definição do serviço, sem instalar',
    program: 'no Windows, onde está o Malote.exe (sem ela: onde o instalador o põe)',
    start: 'inicia o serviço agora',
    stop: 'para o serviço até o próximo início do computador',
    restart: 'para o serviço e o inicia de novo',
    status: 'diz se o serviço está instalado, começa sozinho e está vivo, em que pasta de trabalho e de que versão',
    uninstall: 'para o serviço e o remove; a pasta de trabalho fica',
  },
  companies: {
    about: 'lista de empresas',
    import: 'lê a lista de empresas da planilha e nomeia as linhas que não servem',
    source: 'arquivo .xlsx ou endereço https (sem ela: a planilha das configurações)',
  },
  probe: { about: 'faz uma consulta ao SIEG e diz quem respondeu e se a credencial vale' },
  doctor: {
    about: 'verifica tudo de que o trabalho depende e diz de cada coisa como está e o que fazer; não muda nada',
    archive: 'grava também um arquivo .zip para o suporte, sem chaves nem senhas e com apelidos no lugar das empresas',
    withCompanies: 'com --archive: deixa nomes e CNPJ das empresas como são',
  },
  health: {
    about: 'diz na hora se o Malote está vivo e o que espera, só pelo registro; para programas de monitoramento',
  },
  verify: { about: 'lê de volta cada arquivo do mês e compara com o registro' },
  importLegacy: {
    about: 'importa os dados do sistema anterior: estado, transações, logs e os XMLs que já estão no acervo',
    folder: 'pasta em que o sistema anterior guarda estado, transactions e logs (era W:\\)',
    dryRun: 'só ensaia: lê tudo, não grava nada e diz o que seria importado',
  },
  recover: {
    about: `planeja, executa e exporta a recuperação do que uma auditoria achou; ${LISTED_BEFORE}`,
    all: 'recupera tudo: audita se for preciso, planeja e executa; retoma o que parou no meio',
    plan: 'planeja, e mostra o que seria feito',
    audit: 'auditoria de que planejar (sem ela: a última completa)',
    category: (categories: readonly string[]): string =>
      `só estes achados: ${categories.join(', ')}; pode ser repetida`,
    kind: 'só este tipo de documento (NFe, CTe …); pode ser repetido',
    execute: `executa ou continua: ${RECOVERY_NUMBER}`,
    mt: 'arquivos ao mesmo tempo, como em robocopy /MT',
    r: 'novas tentativas de cada arquivo, como em robocopy /R',
    w: 'segundos entre duas tentativas, como em robocopy /W',
    script: `grava o plano como script do PowerShell com robocopy: ${RECOVERY_NUMBER}`,
    export: 'grava o plano em uma tabela: csv ou xlsx',
    list: 'mostra as recuperações que já houve',
  },
  corrections: {
    about: `propõe pôr no lugar o que uma auditoria achou fora dele, aplica e desfaz; ${LISTED_BEFORE}`,
    propose: 'propõe, e mostra cada arquivo com a evidência; nada muda ainda',
    audit: 'auditoria de que propor (sem ela: a última completa)',
    show: `mostra cada arquivo: ${CORRECTION_NUMBER}`,
    apply: `aplica ou continua: ${CORRECTION_NUMBER}`,
    undo: `põe tudo de volta: ${CORRECTION_NUMBER}`,
    drop: `descarta uma proposta: ${CORRECTION_NUMBER}`,
    list: 'mostra as correções que já houve',
  },
  reread: {
    about: 'lê de novo as NFS-e guardadas sem leitura; o que agora se lê passa a contar, onde já está',
    undo: 'desfaz uma releitura: número dela',
    list: 'mostra as releituras que já houve',
  },
  audit: {
    about: 'compara o que o SIEG prometeu, o registro, o acervo e as entregas, e nomeia cada diferença',
    full: 'lê de novo também os arquivos que não mudaram',
    resume: 'continua uma auditoria que parou no meio',
    id: 'mostra uma auditoria já feita',
    compare: 'compara duas auditorias: a mais antiga e a mais nova',
    list: 'mostra cada achado; sem outra opção, a lista das auditorias feitas',
  },
  orphans: {
    about: 'mostra, por empresa, o que está no acervo sem entrega comprovada',
    audit: 'por uma auditoria já feita, sem fazer outra',
  },
  journal: {
    about: 'mostra o diário: o que mudou, quando, por quem e por quê',
    search: 'só o que tem este texto no assunto, na ação ou na evidência',
    company: 'só o que diz respeito a esta empresa: CNPJ, pasta ou nome',
    key: 'só o que aconteceu com este documento: chave de acesso',
    from: 'desde este dia, AAAA-MM-DD ou DD/MM/AAAA',
    to: 'até este dia, incluído',
    limit: unlessGiven('quantas entradas, as mais novas', '50'),
    export: 'grava tudo na pasta relatorios: csv ou xlsx',
  },
  report: {
    about: 'grava a evidência do mês: planilha, página para imprimir ou resumo em cada pasta de empresa',
    format: 'xlsx: planilha; html: página com os SHA-256; resumo: Resumo_Auditoria no acervo (sem ele: xlsx)',
  },
  ledger: {
    about: 'banco de dados danificado ou sumido: restaura uma cópia, ou começa de novo e guarda o danificado',
    restore: 'põe uma cópia de segurança no lugar do banco de dados danificado (que é guardado ao lado) ou sumido',
    copy: 'arquivo malote.db de uma cópia de segurança',
    acceptFresh: 'começa um banco de dados vazio e guarda o danificado ao lado; o que o BI já leu é entregue de novo',
  },
  retention: {
    about: 'o que cresce na pasta de trabalho, quanto ocupa e por quanto tempo fica',
    list: 'mostra tudo o que cresce, com o tamanho e o prazo de cada um',
    now: 'apaga agora o que passou do prazo das configurações; documentos, guardados e diário nunca',
  },
  backup: {
    about: 'cópias de segurança da pasta de trabalho: banco de dados, configurações, guardados, relatórios',
    now: 'faz uma cópia agora, na pasta das configurações, sem parar o trabalho',
    list: 'mostra as cópias que há, e o que se sabe de cada uma',
    verify: 'monta uma cópia à parte, examina o banco de dados dela e compara tudo com o que foi gravado',
    restore:
      'põe uma cópia no lugar da pasta de trabalho, que é guardada ao lado; feche o Malote antes. A chave do SIEG não vai nas cópias',
    which: 'nome da cópia, como em "malote backup list", ou latest: a mais nova',
    whichOrNewest: 'nome da cópia (sem ele: a mais nova)',
    from: 'pasta em que estão as cópias (sem ela: a das configurações)',
    of: 'de qual pasta de trabalho, quando há cópias de mais de uma',
    foreign: 'aceita uma cópia que é de outra pasta de trabalho',
  },
  invented: {
    companies: 'empresas',
    documents: DOCUMENTS,
    seed: 'semente: a mesma dá o mesmo escritório',
    speed: 'quantas vezes mais rápido passam as esperas',
    giant: 'acrescenta uma empresa com n CT-e',
    municipal: 'de cada cem NFS-e, quantas são municipais (sem ele: nenhuma)',
    bills: 'de cada cem NF-e, quantas são contas de comunicação ou de energia (sem ele: nenhuma)',
    quirks: (otherwise: string): string =>
      `manias do SIEG a imitar: none, all ou nomes separados por vírgula (sem ela: ${otherwise})`,
    dead: 'o que este SIEG nunca faz: none ou modos separados por vírgula, como day=14,kind=CTe (sem ela: none)',
  },
  simulate: {
    about: 'abre neste computador um SIEG inventado, para experimentar; Ctrl+C encerra',
    port: 'porta; 0 deixa o sistema escolher',
    speed: 'quantas vezes mais rápido passam as esperas e os limites',
    workbook: 'onde gravar a planilha de empresas (sem ele: na pasta de --workspace, ou numa temporária)',
    workspace: 'pasta em que gravar a planilha de empresas',
  },
  demo: {
    about: 'demonstra um mês inteiro com um escritório e um SIEG inventados',
    companies: unlessGiven('empresas', '12, ou o que a pasta já tem'),
    documents: unlessGiven(DOCUMENTS, '60, ou o que a pasta já tem'),
    seed: 'semente: a mesma dá o mesmo escritório (sem ela: 1)',
    api: 'geração da API do SIEG: legacy ou v1 (sem ela: legacy)',
    workspace: 'pasta que fica e pode ser usada de novo (sem ela: uma pasta temporária nova)',
  },
} as const;

/** Titles of a help's parts, by what commander calls them. */
export const helpTitles: Readonly<Record<string, string>> = {
  'Usage:': 'Uso:',
  'Arguments:': 'Argumentos:',
  'Options:': 'Opções:',
  'Commands:': 'Comandos:',
};

/** What stands below the help of a command. */
export const helpMessages = {
  exitCodes: 'Códigos de saída:',
  credentials: {
    title: 'Credencial do SIEG:',
    lines: [
      'Vem de MALOTE_SIEG_KEY (na API v1 também MALOTE_SIEG_CLIENT_ID e MALOTE_SIEG_CLIENT_SECRET)',
      'ou é pedida no terminal, sem aparecer. Nunca é aceita como argumento.',
      'Vai para https://api.sieg.com ou para este computador; MALOTE_SIEG_SERVER diz outro servidor, de propósito.',
    ],
  },
  dead: 'O que nunca funciona, com --dead:',
  quirks: 'Manias do SIEG:',
} as const;

/** Of each exit code (`src/cli/exit-codes.ts`). */
export const exitMeanings = {
  complete: 'completo: nada falta',
  unexpected: 'erro inesperado do programa',
  gaps: 'terminou, com pendências que foram nomeadas uma a uma',
  stopped: 'interrompido por uma pessoa ou por um sinal',
  configuration: 'configuração, planilha ou linha de comando a corrigir',
  authentication: 'credencial do SIEG ausente ou recusada',
  siegUnreachable: 'o SIEG não respondeu como deveria',
  storage: 'pasta, disco ou banco de dados fora de alcance',
  busy: 'outra execução está em andamento nesta pasta de trabalho',
  ledgerDamaged: 'banco de dados danificado ou sumido: nada anda até que uma pessoa decida',
} as const;
