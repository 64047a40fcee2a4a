const ISSUE_DATE = 'data de emissão';
const TAKER = 'tomador';

/** Why bytes are kept without being a live document, or a file does not count where it lies: sentences, stored with them. */
export const intakeMessages = {
  /** What a file that SIEG handed out is instead of a document, by the problem of it. */
  unreadable: {
    'not-base64': 'O SIEG enviou um texto que não é base64 nem XML.',
    'too-large': 'O arquivo recebido passa do tamanho máximo.',
    'too-deep': 'O arquivo recebido está compactado vezes demais.',
    empty: 'O SIEG enviou um arquivo vazio.',
    'archive-broken': 'O arquivo compactado recebido está danificado.',
  },
  severalDocuments: 'Arquivo com vários documentos; cada um foi arquivado à parte e o original fica guardado.',
  severalNotes: 'Arquivo com várias notas; cada uma foi arquivada à parte e o original fica guardado.',
  refused: 'Autorização rejeitada pela SEFAZ: não é um documento fiscal.',
  summary: 'Resumo: o XML completo ainda não foi recebido.',
  voided: 'Inutilização de numeração.',
  severalInOne: 'O arquivo traz mais de um documento e por isso não pode valer onde está.',
  noDocument: 'O arquivo não traz um documento fiscal.',
  sameDocument: 'Mesmo documento com outros bytes.',
  replaced: 'Substituído por uma forma mais completa (com protocolo).',
  displaced: 'Estava no lugar de um documento arquivado, com outro conteúdo; o conteúdo certo voltou.',
  otherDigest: 'Mesma chave com outro conteúdo assinado: possível adulteração.',
  otherContent: (parts: readonly string[]): string =>
    `Mesma chave e mesma assinatura com outro conteúdo (${parts.join(', ')}): possível adulteração. Compare com o XML do emitente.`,
  otherNote: (parts: readonly string[]): string =>
    `Mesma nota (município, prestador e número) com outro conteúdo em: ${parts.join(', ')}. Confira na prefeitura qual cópia vale.`,
  /** In what two copies of a document contradict each other. */
  parts: {
    digest: 'assinatura',
    total: 'total',
    date: ISSUE_DATE,
    issuer: 'emitente',
    recipient: 'destinatário',
    taker: TAKER,
    provider: 'prestador',
  },
  /** The same of two copies of a municipal note. */
  noteParts: {
    verification: 'código de verificação',
    total: 'valor',
    taker: TAKER,
    date: ISSUE_DATE,
  },
  /** @param failure a sentence */
  pageNotFiled: (failure: string): string => `Uma página ainda não pôde ser arquivada: ${failure}`,
} as const;
