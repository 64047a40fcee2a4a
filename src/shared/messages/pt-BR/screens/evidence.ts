import { GAP_TITLES, lastAnswer, NO_COMPANY, PROMISE_SOURCES } from '../gaps';
import { count, counted } from '../numbers';

/** What is proven of a month, and what is still open. */
export const evidence = {
  title: (month: string): string => `Evidência de ${month}`,
  facts: (run: number, duration: string): string => `execução ${String(run)} · ${duration}`,
  requests: (total: number, minimum: number): string =>
    `${counted(total, 'consulta', 'consultas')} (só as páginas pediriam ${count(minimum)})`,
  closing: {
    nothingAnnounced: 'O SIEG não anunciou nenhum documento para este mês.',
    one: 'O único documento anunciado pelo SIEG está arquivado, e o que cabe às empresas foi entregue e conferido.',
    every: (expected: number): string =>
      `Cada um dos ${count(expected)} documentos anunciados pelo SIEG está arquivado, e tudo o que cabe às empresas foi entregue e conferido.`,
    missing: (documents: number): string => counted(documents, 'documento falta', 'documentos faltam'),
    pending: (documents: number): string => counted(documents, 'espera entrega', 'esperam entrega'),
    conflicts: (documents: number): string =>
      counted(documents, 'está em conflito no destino', 'estão em conflito no destino'),
    open: 'há pontos em aberto',
    /** @param advice where updating the month does not mend it */
    gaps: (points: string, advice: string | null): string =>
      advice === null
        ? `Com pendências: ${points}. Atualize mais tarde: só o que falta será pedido de novo.`
        : `Com pendências: ${points}. Atualizar não basta. ${advice}`,
    openMonth: (advice: string | null): string =>
      advice === null
        ? 'Nada falta que se saiba, mas nem tudo foi perguntado ou respondido. Veja o que ficou em aberto e atualize mais tarde.'
        : `Nada falta que se saiba, mas nem tudo foi perguntado, respondido ou olhado. Atualizar não basta. ${advice}`,
    nothingUnexplained:
      'O SIEG foi perguntado e não tem nenhum documento, embora no mês anterior houvesse. Confira o certificado das empresas no SIEG.',
  },
  attempt: {
    stopped: (run: number): string =>
      `A última tentativa (execução ${String(run)}) foi parada: o que chegou está guardado, e ao continuar nenhuma consulta já respondida é repetida.`,
    failed: (run: number): string =>
      `A última tentativa (execução ${String(run)}) falhou: o que chegou está guardado, e ela pode continuar daqui.`,
    failedBecause: (run: number, message: string, action: string): string =>
      `A última tentativa (execução ${String(run)}) falhou: ${message} ${action} O que chegou está guardado.`,
  },
  askedAt: (moment: string): string => `como o SIEG contava em ${moment}`,
  showGaps: (gaps: number): string => `Ver ${counted(gaps, 'pendência', 'pendências')}`,
  gaps: {
    region: 'Pendências do mês',
    lead: (month: string): string => `Pendências de ${month}`,
    leadEarly: (month: string): string =>
      `O que faltava buscar ou entregar de ${month} quando a execução parou; nem tudo aqui é pendência.`,
    copyAll: 'Copiar a lista',
    cut: (shown: number): string => `São mostradas as ${count(shown)} primeiras.`,
    damaged: GAP_TITLES.damaged,
    noCompany: NO_COMPANY,
    missing: GAP_TITLES.missing,
    shortfalls: GAP_TITLES.shortfalls,
    unanswered: GAP_TITLES.unanswered,
    undelivered: GAP_TITLES.undelivered,
    unread: GAP_TITLES.unread,
    unreadNotes: (notes: number): string => counted(notes, 'NFS-e', 'NFS-e'),
    points: 'Em aberto',
    moreCompanies: (more: number): string => `mais ${counted(more, 'empresa', 'empresas')}`,
    issued: (day: string): string => `de ${day}`,
    promisedBy: (sources: string): string => `prometido por: ${sources}`,
    answered: lastAnswer,
    shortfall: (promised: number, held: number): string => `o SIEG contou ${count(promised)}, e há ${count(held)}`,
    unnamed: (documents: number): string =>
      counted(documents, 'documento que nenhuma lista nomeou', 'documentos que nenhuma lista nomeou'),
    sources: PROMISE_SOURCES,
    copyKey: (identity: string): string => `Copiar ${identity}`,
    openEvidence: (identity: string): string => `Prova de ${identity}`,
    noneTitle: 'Nenhuma pendência neste mês',
    none: 'Nada do que o SIEG anunciou falta, e tudo o que foi perguntado foi respondido.',
    notRunTitle: 'Ainda não há o que comparar',
    notRun: 'As pendências aparecem quando a primeira execução do mês termina.',
  },
};
