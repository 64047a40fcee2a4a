import { counted } from '../numbers';

/** What `malote schedule` and `malote service run` say. */
export const scheduleTerminalMessages = {
  none: 'Nada está programado. "malote schedule add --standard" programa o padrão do escritório.',
  columns: { id: 'nº', work: 'o quê', rule: 'quando', next: 'próxima', last: 'última' },
  never: 'nunca',
  added: (lines: number): string => `${counted(lines, 'linha programada', 'linhas programadas')}.`,
  nothingToAdd: 'Tudo do padrão já estava programado.',
  paused: (id: number): string =>
    `A programação ${String(id)} está pausada. "malote schedule resume ${String(id)}" a retoma.`,
  resumed: (id: number): string => `A programação ${String(id)} vale de novo, a partir de agora.`,
  removed: (id: number): string => `A programação ${String(id)} foi removida. O que ela já fez continua no diário.`,
  waiting:
    'Outro trabalho está em andamento: fica na fila, e quem acompanha esta pasta de trabalho (a janela ou "malote service run") faz depois dele.',
  ended: (title: string, state: string): string => `${title}: ${state}.`,
  /** Said once it watches. */
  watching: (lines: number): string =>
    `${lines === 0 ? 'Nada está programado' : counted(lines, 'linha está programada', 'linhas estão programadas')}. O Malote acompanha as pastas e faz cada coisa na sua hora; Ctrl+C encerra.`,
} as const;
