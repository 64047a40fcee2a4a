import type { EngineState } from '../../../health';

/** What `malote service` says, but for `run`. */
export const serviceMessages = {
  description: (workspace: string): string => `Malote, sem janela, em ${workspace}`,
  taskDescription: 'Malote, sem janela: começa com o computador.',
  madeBy: 'Feito por "malote service install", que o refaz inteiro: o que for mudado aqui se perde.',
  ready: 'Nada impede o serviço.',
  notReady: 'Antes de instalar o serviço, resolva o que está acima.',
  installed: (place: string): string => `O serviço está instalado (${place}). "malote service start" o inicia agora.`,
  uninstalled: 'O serviço foi removido. A pasta de trabalho fica como está.',
  started: 'O serviço foi iniciado. "malote service status" diz como ele está.',
  stopped: 'O serviço foi parado.',
  restarted: 'O serviço foi reiniciado.',
  yes: 'sim',
  no: 'não',
  unknown: 'não se sabe',
  none: 'nenhuma',
  rows: {
    installed: 'Instalado',
    enabled: 'Começa sozinho',
    running: 'Em funcionamento',
    place: 'Definição',
    workspace: 'Pasta de trabalho',
    version: 'Versão',
    engine: 'Motor',
    lastSign: 'Último sinal',
  },
  engineStates: {
    alive: 'observando',
    silent: 'sem dar sinal',
    dead: 'encerrado à força',
    absent: 'fechado',
  } satisfies Readonly<Record<EngineState, string>>,
  never: 'nunca',
  /** In the place of a share whose name nobody has noted. */
  someShare: '\\\\servidor\\pasta',
} as const;
