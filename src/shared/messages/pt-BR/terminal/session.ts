import { count, counted, monthName } from '../numbers';

const CTRL_C_ENDS = 'Ctrl+C encerra.';

/** What is said while a command works, and how it is ended. */
export const sessionMessages = {
  newWorkspace: (folder: string): string => `Pasta de trabalho nova: ${folder}`,
  interrupting: 'Interrompendo… Ctrl+C de novo encerra já.',
  stoppingAfterPage: 'Parando depois das consultas em andamento; nada se perde. Ctrl+C de novo para parar já.',
  stoppingNow: 'Parando já. Mais um Ctrl+C encerra o programa sem esperar.',
  watching: `Observando; ${CTRL_C_ENDS}`,
  /** Before a notice. */
  marks: { info: '', warning: 'Aviso: ', error: 'Erro: ' },
} as const;

/** The simulator, and the demonstration that works with it. */
export const demonstrationMessages = {
  /** @param speed how many times faster the waits pass than with SIEG itself */
  begins: (companies: number, month: string, speed: number): string => {
    const office = `um escritório de ${counted(companies, 'empresa', 'empresas')}`;
    const invented = `Demonstração: ${office}, o SIEG e todos os documentos de ${monthName(month)} são inventados; nada sai deste computador.`;
    return speed === 1
      ? invented
      : `${invented} As esperas passam ${count(speed)} vezes mais rápido do que com o SIEG verdadeiro.`;
  },
  again: (folder: string): string => `Para repetir sobre o mesmo arquivo: demo --workspace ${folder}`,
  simulator: (month: string, companies: number, documents: number): string =>
    `Simulador do SIEG: ${monthName(month)}, ${counted(companies, 'empresa', 'empresas')}, ${count(documents)} documentos`,
  allInvented: 'Tudo o que ele responde é inventado. Ele só atende este computador.',
  facts: { address: 'Endereço', workbook: 'Planilha de empresas' },
  howToEnd: CTRL_C_ENDS,
  ended: (requests: number): string =>
    `Simulador encerrado: ${counted(requests, 'consulta atendida', 'consultas atendidas')}.`,
} as const;
