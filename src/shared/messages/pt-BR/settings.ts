/** Of the folders that must not be one: the BI empties the import share, and what lies there with it. */
const emptied = (relation: string, lost: string): string =>
  `${relation}; outro programa esvazia a pasta de importação, e ${lost} junto: escolha outra pasta`;

const CONTROL_CHARACTER = 'um caractere de controle';
const LINE_BREAK = 'uma quebra de linha';
const NO_JSON = 'não é um JSON válido';

/** What settings.json and its fields are called, and why a value or the file cannot be used: clauses, said after a colon or in brackets. */
export const settingsMessages = {
  /** Of the fields but those of the alert channels, whose words stand in `alert-channels`; within a sentence, without article. */
  fields: {
    'sieg.generation': 'geração da API do SIEG',
    'sieg.baseUrl': 'endereço da API do SIEG',
    'sieg.requestsPerMinute': 'consultas por minuto ao SIEG',
    'archive.root': 'pasta do acervo',
    'importShare.root': 'pasta de importação',
    'importShare.layout': 'organização da pasta de importação',
    'importShare.cancelledRoot': 'pasta de cancelados',
    'companies.workbook': 'planilha de empresas',
    'previousMonth.days': 'dias copiados para Mês_anterior',
    'capture.reports': 'uso dos relatórios do SIEG',
    'capture.reportsAtOnce': 'relatórios pedidos ao mesmo tempo',
    'capture.graceDays': 'dias de espera antes de fechar o mês',
    'capture.dailyByUpload': 'busca diária pela data de entrada no SIEG',
    'capture.rescanPreviousMonth': 'nova busca do mês anterior',
    'shares.checkEveryMinutes': 'intervalo entre os testes das pastas',
    'shares.spoolMegabytes': 'espaço para páginas à espera do arquivo',
    'alerts.reminderMinutes': 'intervalo dos lembretes',
    'alerts.aboutShares': 'avisos sobre as pastas',
    'alerts.aboutRuns': 'avisos sobre as execuções',
    'alerts.quietFrom': 'início do horário de silêncio',
    'alerts.quietTo': 'fim do horário de silêncio',
    'schedule.quietFrom': 'início do horário sem programação',
    'schedule.quietTo': 'fim do horário sem programação',
    'schedule.ownHolidays': 'feriados do escritório',
    'heartbeat.url': 'endereço do monitoramento',
    'heartbeat.everyMinutes': 'minutos entre dois sinais de vida',
    'health.port': 'porta da página de saúde',
    'backup.folder': 'pasta das cópias de segurança',
    'backup.sameDisk': 'cópias de segurança no mesmo disco',
    'backup.daily': 'cópias diárias',
    'backup.weekly': 'cópias semanais',
    'backup.monthly': 'cópias mensais',
    'retention.logDays': 'dias dos registros',
    'retention.warningDays': 'dias dos avisos e erros',
    'retention.latencyDays': 'dias das medições',
    'retention.alertDays': 'dias dos avisos dados',
    'retention.jobDays': 'dias dos trabalhos feitos',
    'retention.reportDays': 'dias dos relatórios',
  },
  missing: 'falta preencher',
  noGroup: 'deve ser um grupo de campos',
  noText: 'escreva um texto',
  emptyText: 'não pode ficar vazio',
  noAddress: 'escreva um endereço',
  badMonitor:
    'use um endereço https:// sem usuário, senha nem parâmetros (http:// só para este computador), ou deixe em branco',
  badAddress: 'use um endereço https:// sem senha nem parâmetros (http:// só para este computador)',
  noFlag: 'use true ou false',
  noTime: 'use um horário como 22:00, ou deixe vazio',
  noHolidays: 'use dias como 25/01 (todo ano) ou 09/07/2027, separados por vírgula',
  oneOf: (values: readonly string[]): string => `use ${values.map((value) => `"${value}"`).join(' ou ')}`,
  wholeNumber: (from: number, to: number): string => `use um número inteiro de ${String(from)} a ${String(to)}`,

  /** Why no folder or file can have a path. */
  path: {
    characters: {
      '\t': 'uma tabulação',
      '\n': LINE_BREAK,
      '\r': LINE_BREAK,
    } as Readonly<Record<string, string>>,
    otherCharacter: CONTROL_CHARACTER,
    control: (character: string): string =>
      `há ${character} no caminho; se ele foi escrito no arquivo, dobre as barras: C:\\\\pasta`,
    oneBackslash:
      'o caminho começa com uma barra só; um caminho de rede começa com duas (no arquivo, dobre as barras: quatro)',
    quotes: 'há aspas no meio do caminho',
  },

  /** How two folders lie to each other that must lie apart. */
  places: {
    archive: 'a pasta do acervo',
    import: 'a pasta de importação',
    cancelled: 'a pasta de cancelados',
    backup: 'a pasta das cópias de segurança',
    /** @param other with its article "a" @param lost what would go with what the BI takes away */
    same: (other: string, lost: string): string => emptied(`é ${other}`, lost),
    inside: (other: string, lost: string): string => emptied(`fica dentro d${other}`, lost),
    around: (other: string, lost: string): string => emptied(`contém ${other}`, lost),
    lostArchive: 'o acervo iria',
    lostBackups: 'as cópias iriam',
    own: 'fica numa pasta de que o próprio Malote precisa para trabalhar: escolha outra pasta',
    workspace: 'é a pasta de trabalho do Malote ou a contém, e nela ficam os registros: escolha outra pasta',
  },

  /** Why the file is none of settings. */
  file: {
    usualSize: 'um arquivo de configurações tem poucos KB',
    empty: 'está vazio',
    noObject: 'não contém um objeto JSON',
    noJson: NO_JSON,
    noJsonAt: (line: number): string => `${NO_JSON} (linha ${String(line)})`,
    lostQuoteAt: (line: number): string =>
      `${NO_JSON} (linha ${String(line)}); talvez falte dobrar as barras: "C:\\\\pasta\\\\"`,
    oneBackslashAt: (line: number): string =>
      `na linha ${String(line)} há uma barra invertida sozinha; dobre as barras: "C:\\\\pasta"`,
    notSetAside: (reason: string, failure: string): string => `${reason}, e não pôde ser guardado à parte (${failure})`,
  },
} as const;
