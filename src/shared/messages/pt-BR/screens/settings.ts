import {
  CHANNEL_SETTINGS_FIELDS,
  forChannelFields,
  SETTABLE_CHANNELS,
  type ChannelSettingsField,
  type SettableChannel,
} from '../../../alert-channels';
import { CHANNEL_FIELD_WORDS, CHANNEL_WORDS, SECRET_WORDS, WAKING_CHANNELS } from '../alert-channels';
import { listed } from '../numbers';
import { counted } from '../numbers';

/** When a section holds: services are opened anew on saving, but not under a run; alerts ask for the settings each time. */
const atOnce = 'Vale assim que for salvo.';
const betweenRuns = 'Vale assim que for salvo; durante uma execução, no fim dela.';

const channelSections = Object.fromEntries(
  SETTABLE_CHANNELS.map((name) => {
    const { title, text } = CHANNEL_WORDS[name].section;
    return [name, { title, text: `${text} ${atOnce}` }];
  }),
) as Record<SettableChannel, { title: string; text: string }>;

const channelHints: Readonly<Partial<Record<ChannelSettingsField, string>>> = Object.fromEntries(
  CHANNEL_SETTINGS_FIELDS.flatMap((field) => {
    const { hint } = CHANNEL_FIELD_WORDS[field];
    return hint === undefined ? [] : [[field, hint]];
  }),
);

/** The settings' fields, used by the form and by the assistant. */
export const settings = {
  lead: 'Ao lado de cada parte está quando vale o que for salvo.',
  sections: {
    sieg: { title: 'SIEG', text: 'De onde vêm os documentos. Vale a partir da próxima execução.' },
    archive: { title: 'Acervo', text: `Onde cada documento fica guardado, por empresa, ano e mês. ${betweenRuns}` },
    import: {
      title: 'Pasta de importação',
      text: `Onde o sistema de BI busca a cópia de cada documento. ${betweenRuns}`,
    },
    companies: {
      title: 'Empresas',
      text: 'A planilha com os clientes do escritório. É lida no início de cada execução.',
    },
    month: { title: 'Mês', text: 'O que cada execução pede além do mês escolhido. Vale a partir da próxima.' },
    shares: {
      title: 'Pastas e espera',
      text: `Como o Malote vigia as pastas e o que faz enquanto uma delas está fora. ${betweenRuns} O espaço vale na hora.`,
    },
    alerts: { title: 'Avisos', text: `Quando o Malote avisa, e quando fica em silêncio. ${atOnce}` },
    schedule: {
      title: 'Programação',
      text: `Quando o Malote não começa nada sozinho. O que é programado, e a que horas, fica no Painel. ${atOnce}`,
    },
    heartbeat: {
      title: 'Sinal de vida',
      text: `Um endereço de monitoramento que o Malote visita enquanto trabalha: quando as visitas param, quem monitora avisa. ${atOnce}`,
    },
    backup: {
      title: 'Cópias de segurança',
      text: `Banco de dados, configurações, guardados e relatórios, copiados para outro lugar. A chave do SIEG não vai nas cópias. ${atOnce}`,
    },
    retention: {
      title: 'Prazo de guarda',
      text: `Por quanto tempo fica o que se acumula. Documentos, guardados, consultas e diário são prova e não saem. A limpeza é um trabalho da programação. ${atOnce}`,
    },
    ...channelSections,
    window: { title: 'Neste computador', text: 'Aparência, janela e notificações. Valem na hora.' },
  },
  fields: {
    'sieg.generation': 'Versão da API',
    'sieg.baseUrl': 'Endereço',
    'sieg.requestsPerMinute': 'Consultas por minuto',
    'archive.root': 'Pasta do acervo',
    'importShare.root': 'Pasta de importação',
    'importShare.layout': 'Organização',
    'importShare.cancelledRoot': 'Pasta dos cancelados',
    'companies.workbook': 'Planilha de empresas',
    'previousMonth.days': 'Dias copiados para Mês_anterior',
    'capture.reports': 'Relatórios do SIEG ao fechar o mês',
    'capture.reportsAtOnce': 'Relatórios pedidos ao mesmo tempo',
    'capture.graceDays': 'Fechar o mês depois de (dias)',
    'capture.dailyByUpload': 'Começar pelo que entrou no SIEG desde a última vez',
    'capture.rescanPreviousMonth': 'Buscar de novo o mês anterior',
    'shares.checkEveryMinutes': 'Testar as pastas a cada (minutos)',
    'shares.spoolMegabytes': 'Espaço para guardar páginas (MB)',
    'alerts.reminderMinutes': 'Lembrar de uma queda a cada (minutos)',
    'alerts.aboutShares': 'Avisar de quedas e voltas das pastas',
    'alerts.aboutRuns': 'Avisar do fim e da interrupção de execuções',
    'alerts.quietFrom': 'Silêncio a partir de',
    'alerts.quietTo': 'Silêncio até',
    'schedule.quietFrom': 'Não começar nada a partir de',
    'schedule.quietTo': 'Até',
    'schedule.ownHolidays': 'Feriados do escritório',
    'heartbeat.url': 'Endereço do monitoramento',
    'heartbeat.everyMinutes': 'Visitar a cada (minutos)',
    'health.port': 'Porta da página de saúde',
    'backup.folder': 'Pasta das cópias',
    'backup.sameDisk': 'Permitir no mesmo disco da pasta de trabalho',
    'backup.daily': 'Cópias diárias que ficam',
    'backup.weekly': 'Cópias semanais que ficam',
    'backup.monthly': 'Cópias mensais que ficam',
    'retention.logDays': 'Registros (log), em dias',
    'retention.warningDays': 'Avisos e erros deles, em dias',
    'retention.latencyDays': 'Medições das pastas, em dias',
    'retention.alertDays': 'Avisos dados, em dias',
    'retention.jobDays': 'Trabalhos feitos, em dias',
    'retention.reportDays': 'Relatórios, em dias',
    ...forChannelFields((_, field) => CHANNEL_FIELD_WORDS[field].label),
  },
  hints: {
    'sieg.generation': 'A que o portal do SIEG indica para a sua chave. Na dúvida, teste as duas.',
    'sieg.baseUrl': 'O normal é https://api.sieg.com.',
    'sieg.requestsPerMinute': 'Deixe em branco para usar o limite conhecido do SIEG.',
    'archive.root': 'Em geral, uma unidade de rede. O Malote cria dentro dela ano, empresa e mês.',
    'importShare.root': 'O sistema de BI esvazia esta pasta; um arquivo ausente daqui não prova nada.',
    'importShare.cancelledRoot': 'Sem escolha: a pasta Cancelados, dentro da pasta de importação.',
    'companies.workbook': 'Colunas CnpjCpf e Nome Tratado (ou código, nome e cnpj).',
    'previousMonth.days': 'Entradas emitidas nos primeiros dias do mês também vão para Mês_anterior. Zero desliga.',
    'capture.reports':
      'Um relatório lista todas as chaves de uma empresa e demora de 30 a 180 segundos. Com o mês aberto, só é pedido onde falta algo.',
    'capture.reportsAtOnce': 'De 1 a 16. Se o SIEG reclamar, o Malote pede menos por vez.',
    'capture.graceDays': 'Contados a partir do fim do mês; até lá os relatórios de todas as empresas esperam.',
    'capture.dailyByUpload': 'Mais rápido, e encontra o que chega atrasado a meses anteriores.',
    'capture.rescanPreviousMonth': 'Encontra documentos e cancelamentos que chegaram depois do fim do mês.',
    'shares.checkEveryMinutes': 'De 1 a 60. Enquanto uma pasta está fora, ela é testada mais vezes.',
    'shares.spoolMegabytes':
      'Usado só enquanto o acervo está fora: o que o SIEG mandar fica no disco deste computador. Cheio, o Malote espera.',
    'alerts.reminderMinutes': 'Enquanto a queda durar. Zero: avisar só uma vez.',
    'alerts.aboutShares': 'Desligado, fica só na lista de avisos. Chave recusada e disco cheio são sempre avisados.',
    'alerts.quietFrom': `Nesse horário nada aparece na tela; por ${listed(WAKING_CHANNELS)} sai só o que é grave. Tudo fica na lista de avisos.`,
    'alerts.quietTo': 'Deixe os dois em branco para avisar a qualquer hora.',
    'schedule.quietFrom': 'O que vencer nesse horário começa no fim dele. O que alguém pede na mão começa sempre.',
    'schedule.quietTo': 'Deixe os dois em branco para começar a qualquer hora.',
    'schedule.ownHolidays':
      'Os nacionais já contam. Escreva os da cidade e do estado: 25/01 vale todo ano, 09/07/2027 só naquele.',
    'heartbeat.url':
      'Em branco, ninguém é avisado. O endereço identifica o escritório no monitoramento: não o divulgue.',
    'heartbeat.everyMinutes': 'No monitoramento, espere pelo menos o dobro disso antes de avisar.',
    'health.port': 'Só neste computador: /health e /metrics em http://127.0.0.1 nesta porta. Zero desliga.',
    'backup.folder': 'Em outro disco ou na rede. Sem escolha, nenhuma cópia é feita.',
    'backup.sameDisk': 'Se esse disco falhar, as cópias se perdem com ele.',
    'backup.daily': 'Uma de cada um dos últimos dias que têm cópia; as outras saem.',
    'retention.logDays': 'Compactados depois de um dia.',
    'retention.warningDays': 'O que fica dos registros depois do prazo deles.',
    'retention.reportDays': 'Zero: ficam para sempre.',
    ...channelHints,
  },
  layouts: { flat: 'Tudo em uma pasta (Import)', 'by-type': 'Uma pasta por tipo (NFe, CTe…)' },
  reports: { always: 'Pedir os de todas as empresas', 'when-needed': 'Pedir só quando faltar algo' },
  secrets: {
    ...SECRET_WORDS,
    otherServer: (held: string | null): string =>
      `A senha guardada é para ${held?.replace(/^smtp:\/\//, '') ?? 'outro servidor'} e não vai a nenhum outro; informe a deste servidor.`,
  },
  key: {
    label: 'Chave da API',
    clientId: 'Client Id',
    clientSecret: 'Secret Key',
    hint: 'Como aparece no portal do SIEG. Depois de guardada, não é mostrada de novo.',
    disk: 'Chave guardada, cifrada pelo sistema.',
    session: 'Chave guardada só até o programa fechar: este computador não oferece um cofre para cifrá-la.',
    otherGeneration: 'A chave guardada é de outra versão da API; informe a desta.',
    otherAddress: (held: string | null): string =>
      `A chave guardada é para ${held ?? 'outro endereço'} e não vai a nenhum outro; informe a deste endereço.`,
    replace: 'Trocar a chave',
    keepOld: 'Manter a guardada',
    forget: 'Esquecer a chave',
    rotation: {
      title: 'O SIEG não aceitou a chave nova',
      kept: 'Nada foi salvo, e a chave de antes continua valendo. Confira a nova no portal do SIEG, ou troque mesmo assim se souber que ela vale.',
      keep: 'Manter a de antes',
      replace: 'Trocar mesmo assim',
    },
    incomplete: 'Preencha todos os campos da credencial.',
    reveal: 'Mostrar o que foi digitado',
    hide: 'Esconder o que foi digitado',
  },
  place: {
    browse: 'Procurar…',
    browseFor: (field: string): string => `Procurar ${field.toLowerCase()}`,
    clear: 'Usar o padrão',
    unset: 'Nada escolhido ainda',
    standard: 'Cancelados, dentro da pasta de importação',
    noCopies: 'Nenhuma cópia é feita',
    file: 'Arquivo neste computador ou na rede',
    address: 'Endereço na internet',
    source: 'De onde vem',
    addressPlaceholder: 'https://…',
    addressHint: 'Um endereço https que baixe a planilha sem pedir login.',
  },
  test: {
    label: 'Testar',
    labelOf: (what: string): string => `Testar ${what}`,
    running: 'Testando…',
    what: {
      sieg: 'a conexão com o SIEG',
      archive: 'o acervo',
      import: 'a pasta de importação',
      cancelled: 'a pasta dos cancelados',
      workbook: 'a planilha',
    },
    send: 'Enviar um teste',
    sending: 'Enviando…',
  },
  closing: {
    label: 'Ao fechar a janela durante uma execução',
    ask: 'Perguntar',
    background: 'Continuar em segundo plano',
    stop: 'Parar depois da página em andamento',
  },
  tray: {
    label: 'Ao fechar a janela fora de uma execução',
    ask: 'Perguntar',
    tray: 'Continuar na bandeja, vigiando as pastas',
    quit: 'Encerrar o programa',
  },
  startWithSession: {
    label: 'Abrir com o computador, na bandeja',
    hint: 'Quando alguém entra neste computador, o Malote abre sem janela e faz o que está programado.',
  },
  notifications: {
    label: 'Notificações do sistema',
    hint: 'Quedas, voltas e o fim de cada execução, no canto da tela.',
  },
  sound: { label: 'Som nos avisos graves', hint: 'Toca uma vez por aviso.' },
  dirty: 'Há alterações não salvas.',
  clean: 'Tudo salvo.',
  save: 'Salvar',
  discard: 'Descartar',
  saved: 'Configurações salvas.',
  problems: (fields: number): string =>
    `${counted(fields, 'campo precisa', 'campos precisam')} de correção; nada foi salvo.`,
  readOnlyTitle: 'Configurações da demonstração:',
  readOnly: 'são só para ver; as do escritório ficam como estão.',
  failedTitle: 'As configurações não puderam ser lidas',
  retry: 'Tentar de novo',
  demonstration: {
    title: 'Escritório de demonstração',
    text: 'Um SIEG simulado e empresas inventadas, em uma pasta à parte, para experimentar tudo sem chave.',
    begin: 'Abrir a demonstração',
  },
};
