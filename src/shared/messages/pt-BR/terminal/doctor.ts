import type { EngineState } from '../../../health';

/** What `malote doctor` says besides its lines. */
export const doctorMessages = {
  looking: (workspace: string): string => `Verificando tudo de que a pasta de trabalho ${workspace} depende…`,
} as const;

/** What `malote health` says. */
export const healthMessages = {
  healthy: 'O Malote está vivo, e nada espera por ninguém.',
  unhealthy: 'Há o que ver.',
  engine: 'Motor',
  engineStates: {
    alive: 'observando',
    silent: 'sem dar sinal',
    dead: 'encerrado à força',
    absent: 'fechado',
  } satisfies Readonly<Record<EngineState, string>>,
  lastSign: 'Último sinal',
  lastRun: 'Última execução',
  run: (month: string, startedAt: string): string => `${month}, em ${startedAt}`,
  newestDocument: 'Documento mais novo',
  waiting: 'Em espera',
  oldest: 'Desde',
  never: 'nunca',
  nothing: 'nada espera',
} as const;
