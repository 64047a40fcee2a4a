import { allRowsUsed, leftOutSentence, unusedRowsSentence } from '../sheets';
import { counted } from '../numbers';
import { LEAD } from './common';

/** The first-start assistant. */
export const assistant = {
  welcome: 'Bem-vindo ao Malote',
  lead: LEAD,
  choose: 'Como você quer começar?',
  demonstration: {
    title: 'Experimentar com o escritório de demonstração',
    text: 'Empresas inventadas e um SIEG simulado neste computador. Não pede chave e não toca em nada do escritório.',
    action: 'Abrir a demonstração',
  },
  work: {
    title: 'Configurar para trabalhar',
    text: 'Cinco passos: a conexão com o SIEG, o acervo, a pasta de importação, a planilha de empresas e a conferência.',
    action: 'Começar',
    carryOn: 'Continuar de onde parei',
  },
  steps: 'Passos',
  stepOf: (step: number, all: number): string => `Passo ${String(step)} de ${String(all)}`,
  names: {
    sieg: 'SIEG',
    archive: 'Acervo',
    import: 'Pasta de importação',
    companies: 'Empresas',
    ready: 'Tudo pronto',
  },
  states: { tested: 'testado', untested: 'não testado', failed: 'o teste falhou' },
  texts: {
    sieg: 'O Malote pergunta ao SIEG com a chave do escritório. O teste faz uma consulta de contagem, nada mais.',
    archive:
      'A pasta em que cada documento fica guardado, por empresa, ano e mês. O teste grava e apaga um arquivo pequeno.',
    import: 'A pasta em que o sistema de BI busca os documentos. O teste grava e apaga um arquivo pequeno.',
    companies: 'A planilha com os clientes do escritório. O teste lê a lista e diz quais linhas não servem.',
    ready: 'Confira abaixo, salve e importe as empresas.',
  },
  next: 'Continuar',
  later: 'Terminar depois',
  testFirst: 'Você pode continuar sem testar, mas o teste evita surpresas no meio da execução.',
  finish: 'Salvar e importar empresas',
  importing: 'Salvando e importando…',
  open: 'Abrir o painel',
  missingKey: 'Informe a chave.',
  missing: 'Escolha antes de continuar.',
  review: {
    key: 'Chave',
    stored: 'guardada',
    notStored: 'não informada',
    change: 'Alterar',
    edit: (label: string): string => `Alterar: ${label}`,
  },
  imported: {
    title: (companies: number): string => counted(companies, 'empresa importada', 'empresas importadas'),
    from: (source: string): string => `de ${source}`,
    allGood: allRowsUsed,
    leftOut: leftOutSentence,
    bad: unusedRowsSentence,
    row: 'Linha',
    reason: 'Motivo',
  },
};
