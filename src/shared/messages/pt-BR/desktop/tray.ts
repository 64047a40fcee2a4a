import { counted, monthName } from '../numbers';
import { alerts } from '../screens/alerts';

/** The icon beside the clock: its tooltip and its menu. */
export const trayMessages = {
  /** How things stand, after the product's name. */
  standing: {
    engineGone: 'o motor parou',
    engineCrashed: 'o motor está sendo reiniciado',
    starting: 'iniciando',
    notConfigured: 'falta configurar',
    down: (roots: readonly string[]): string => `fora do ar: ${roots.join(', ')}`,
    troubled: (roots: readonly string[]): string => `atenção: ${roots.join(', ')}`,
    run: (month: string, paused: boolean): string => `${monthName(month)} ${paused ? 'em pausa' : 'em andamento'}`,
    testing: 'testando as pastas',
    well: 'todas as pastas em ordem',
  },
  tooltip: (standing: string): string => `Malote — ${standing}`,
  pending: (files: number): string => counted(files, 'arquivo aguarda entrega', 'arquivos aguardam entrega'),
  unread: alerts.unread,
  open: 'Abrir o Malote',
  /** @param state as the screen of the shares calls it */
  share: (name: string, state: string): string => `${name}: ${state.toLowerCase()}`,
  testShares: 'Testar as pastas agora',
  deliverNow: 'Entregar agora',
  startMonth: 'Iniciar o mês',
  resume: (month: string): string => `Continuar ${monthName(month)}`,
  pause: (month: string): string => `Pausar ${monthName(month)}`,
  quit: 'Sair',
};
