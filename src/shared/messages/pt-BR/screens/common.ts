import { count, counted } from '../numbers';

/** What the program is for. */
export const LEAD = 'Traz todos os XML fiscais do SIEG, guarda no acervo, entrega ao BI e prova que nada falta.';

/** What every screen uses. */
export const common = {
  product: 'Malote',
  screens: {
    panel: 'Painel',
    orphans: 'Órfãos e recuperação',
    history: 'Histórico e diário',
    shares: 'Compartilhamentos',
    alerts: 'Avisos',
    diagnosis: 'Diagnóstico',
    assistant: 'Primeiros passos',
    settings: 'Configurações',
    about: 'Sobre',
  },
  navigation: 'Telas',
  toTheContent: 'Ir para o conteúdo',
  close: 'Fechar',
  back: 'Voltar',
  copy: 'Copiar',
  retry: 'Tentar de novo',
  clearSearch: 'Limpar a busca',
  copied: 'Copiado.',
  copyFailed: 'Não foi possível copiar; selecione o texto e use Ctrl+C.',
  loading: 'Carregando…',
  optional: 'opcional',
  messages: 'Mensagens',
  columns: {
    of: (table: string): string => `Colunas: ${table}`,
    narrower: (column: string): string => `Estreitar ${column}`,
    wider: (column: string): string => `Alargar ${column}`,
    silent: '(vazia nesta lista)',
    reset: 'Como eram antes',
  },
  demonstrationShort: 'demo',
  openFolder: { archive: 'Abrir acervo', import: 'Abrir pasta de importação', logs: 'Abrir pasta de registros' },
  connection: {
    connecting: 'Ligando o motor…',
    live: 'Motor ligado',
    reconnecting: 'Reconectando…',
    failed: 'Motor sem resposta',
    gone: 'Motor parado',
  },
  /** Another program of Malote has the workspace: where the engine is, in short and whole. */
  heldBy: {
    window: { short: 'Motor em outra janela', whole: 'Outra janela do Malote está com esta pasta de trabalho.' },
    service: {
      short: 'Motor no serviço',
      whole: 'O serviço do Malote está com esta pasta de trabalho: fechar a janela não para o que ele faz.',
    },
  },
  theme: { label: 'Tema', system: 'Como o sistema', light: 'Claro', dark: 'Escuro' },
  engine: {
    crashedTitle: 'O motor parou de repente.',
    crashed: (attempt: number): string =>
      `Reiniciando (tentativa ${String(attempt)}). O que já foi arquivado e entregue não se perde.`,
    reconnectingTitle: 'Reconectando.',
    reconnecting: 'Os números abaixo são os últimos recebidos.',
    goneTitle: 'O motor não voltou a funcionar.',
    gone: 'Ele foi reiniciado várias vezes e parou de novo. Nada do que já foi arquivado se perde.',
    restart: 'Ligar o motor de novo',
    restartedTitle: 'O motor foi reiniciado.',
    restarted: 'Nada se perdeu; se havia uma execução, continue-a por aqui.',
  },
  goneLedger: {
    title: 'O banco de dados sumiu: o trabalho parou.',
    text: 'Esta pasta de trabalho já teve um banco de dados (malote.db), e nada foi posto no lugar dele. Procure-o na lixeira e na quarentena do antivírus e devolva-o à pasta. Se há uma cópia de segurança, feche o Malote, use "malote ledger restore <CÓPIA>" em um terminal e abra-o de novo. Sem nada disso, comece um registro vazio.',
  },
  damagedLedger: {
    title: 'O banco de dados está danificado: o trabalho parou.',
    text: 'Nada nele foi mudado. Se há uma cópia de segurança, feche o Malote, use "malote ledger restore <CÓPIA>" em um terminal e abra-o de novo. Sem cópia, comece um registro vazio.',
    accept: 'Começar um registro vazio',
    dialogTitle: 'Começar um registro vazio?',
    kept: 'O banco de dados danificado é guardado na pasta de trabalho, com a data no nome, e nada dele é apagado. Acervo e import ficam como estão.',
    again:
      'O registro vazio não sabe o que o BI já leu: ao rodar os meses de novo, isso é entregue outra vez. O diário, as auditorias e as provas de antes ficam só no arquivo guardado.',
    keep: 'Voltar',
    confirm: 'Guardar e começar vazio',
    nothingKept:
      'Do banco de dados que sumiu não há o que guardar; se ele voltar da lixeira ou da quarentena depois disto, não será mais usado. Acervo e import ficam como estão.',
    againOfGone:
      'O registro vazio não sabe o que o BI já leu: ao rodar os meses de novo, isso é entregue outra vez. O diário, as auditorias e as provas de antes se perdem.',
    confirmOfGone: 'Começar vazio',
  },
  about: {
    lead: LEAD,
    versions: 'Versões',
    runtime: 'Motor',
    runtimeFailed: 'O motor não respondeu.',
    runtimeOk: 'O motor responde e lê o SQLite.',
    runtimeAsking: 'Perguntando ao motor…',
    none: 'nenhum',
    version: 'Malote',
    chrome: 'Chrome',
    sqlite: 'SQLite',
    journalMode: 'Modo do diário',
    rows: 'Linhas lidas de volta',
    node: 'Node',
    electron: 'Electron',
    napi: 'Node-API',
    places: 'Pastas',
    workspace: 'Pasta de trabalho',
    logs: 'Registros (log)',
    open: 'Abrir',
    sieg: 'Portal do SIEG',
    siegHelp: 'Ajuda do SIEG',
    links: 'Na internet',
    others: {
      title: 'Componentes de terceiros',
      sum: (many: number, licences: readonly (readonly [licence: string, many: number])[]): string =>
        `${counted(many, 'componente', 'componentes')}: ${licences.map(([licence, of]) => `${count(of)} ${licence}`).join(' · ')}.`,
      show: 'Ver componentes e licenças',
      folder: 'Abrir a pasta com o SBOM',
      folderHolds:
        'THIRD-PARTY-NOTICES.txt, com os textos das licenças, e sbom.cdx.json, a lista de componentes em CycloneDX',
      dialog: 'Componentes de terceiros',
      description: 'Tudo de outros autores que este programa contém, com o texto da licença de cada um.',
      search: 'Procurar por nome ou licença',
      found: (found: number, all: number): string =>
        found === all
          ? counted(all, 'componente', 'componentes')
          : `${count(found)} de ${counted(all, 'componente', 'componentes')}`,
      none: (search: string): string => `Nenhum componente tem "${search}" no nome ou na licença.`,
    },
  },
};
