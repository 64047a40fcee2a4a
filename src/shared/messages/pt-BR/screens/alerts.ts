import type { AlertSend, Severity } from '../../../ipc/alerts';
import { CHANNEL_WORDS } from '../alert-channels';
import { count, counted } from '../numbers';

const severities: Readonly<Record<Severity, string>> = { info: 'Informação', warning: 'Atenção', critical: 'Grave' };

/** What the program had to tell the operator, kept so that it can be found again. */
export const alerts = {
  severities,
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
    const { listed, outcomes } = CHANNEL_WORDS[channel];
    if (error === null) return outcomes[state];
    // kept back for a reason of its own, not by silence
    return `${state === 'held' ? `${listed} não saiu` : outcomes[state]}: ${error}`;
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
