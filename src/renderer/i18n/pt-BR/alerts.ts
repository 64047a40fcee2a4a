import type { AlertChannelName, AlertSend, Severity } from '../../../shared/ipc/alerts';
import { count, counted } from '../../format/numbers';

const severities: Readonly<Record<Severity, string>> = { info: 'Informação', warning: 'Atenção', critical: 'Grave' };

const channels: Readonly<Record<AlertChannelName, string>> = {
  desktop: 'notificação',
  email: 'e-mail',
  webhook: 'webhook',
};

const outcomes: Readonly<Record<AlertChannelName, Readonly<Record<AlertSend['state'], string>>>> = {
  desktop: {
    waiting: 'notificação na fila',
    sent: 'notificação mostrada',
    failed: 'notificação falhou',
    held: 'notificação retida pelo silêncio',
  },
  email: {
    waiting: 'e-mail na fila',
    sent: 'e-mail enviado',
    failed: 'e-mail falhou',
    held: 'e-mail retido pelo silêncio',
  },
  webhook: {
    waiting: 'webhook na fila',
    sent: 'webhook enviado',
    failed: 'webhook falhou',
    held: 'webhook retido pelo silêncio',
  },
};

/** What the program had to tell the operator, kept so that it can be found again. */
export const alerts = {
  severities,
  channels,
  lead: 'Tudo o que foi avisado fica aqui, mesmo o que o silêncio reteve.',
  unread: (number: number): string => counted(number, 'aviso não lido', 'avisos não lidos'),
  allRead: 'Tudo lido.',
  unreadOne: 'Não lido',
  unreadShort: (number: number): string => (number > 99 ? '99+' : count(number)),
  list: 'Lista de avisos',
  cut: (shown: number): string => `São mostrados os ${count(shown)} mais recentes.`,
  markAll: 'Marcar tudo como lido',
  markOne: 'Marcar como lido',
  markOneOf: (title: string): string => `Marcar como lido: ${title}`,
  open: {
    panel: 'Ver no Painel',
    shares: 'Ver em Compartilhamentos',
    settings: 'Ver nas Configurações',
  },
  outcome: ({ channel, state, error }: AlertSend): string => {
    if (error === null) return outcomes[channel][state];
    // kept back for a reason of its own, not by silence
    return `${state === 'held' ? `${channels[channel]} não saiu` : outcomes[channel][state]}: ${error}`;
  },
  none: {
    title: 'Nenhum aviso',
    text: 'Quando uma pasta sair do ar ou voltar, ou uma execução terminar, o aviso fica guardado aqui.',
  },
  mute: {
    label: 'Silenciar',
    group: 'Silenciar os avisos',
    hour: 'por 1 hora',
    today: 'até as 8 h de hoje',
    tomorrow: 'até as 8 h de amanhã',
    mutedTitle: (moment: string): string => `Em silêncio até ${moment}.`,
    muted: 'Nada é enviado nem mostrado fora desta lista até lá.',
    undo: 'Voltar a avisar',
  },
};
