/** Of the element or limit that was exceeded, after "passa do limite de 64". */
const measures = {
  depth: 'níveis de elementos',
  tagLength: 'caracteres numa tag',
  attributes: 'atributos num elemento',
  elements: 'elementos num arquivo',
  references: 'referências de caracteres',
  documents: 'documentos num arquivo',
  packing: 'níveis de compactação',
  aroundNotes: 'bytes em volta das notas de uma lista',
} as const;

/** Why an XML is none: clauses, for "O XML está malformado: …". */
const malformed = {
  controlCharacter: 'um caractere de controle, que nenhum XML pode ter',
  badReference: 'uma referência a um caractere que nenhum XML pode ter',
  undefinedEntity: 'uma entidade que o XML não define',
  otherClosingTag: 'uma tag de fechamento que não é a da última aberta',
  closingTagAlone: 'uma tag de fechamento sem abertura',
  unclosedTag: 'uma tag que não é fechada',
  repeatedAttribute: 'um atributo repetido',
  badAttribute: 'um atributo fora da forma do XML',
  ampersand: 'um "&" que não começa uma referência',
  badTag: 'uma tag com nome fora da forma do XML',
  cdataEnd: 'a sequência "]]>" dentro de um texto',
  outsideRoot: 'conteúdo fora do elemento principal',
  emptyRoot: 'o elemento principal não tem conteúdo',
  otherwise: 'marcação inválida',
  lessInTag: 'um sinal de menor dentro de uma tag',
  lessInAttribute: 'um sinal de menor dentro de um atributo',
  lessAlone: 'um sinal de menor solto',
  unreadableTag: (name: string): string => `a tag ${name} não se lê`,
  neverOpened: (name: string): string => `${name} fecha sem ter sido aberto`,
  neverClosed: (name: string): string => `falta fechar ${name}`,
  missing: (terminator: string): string => `falta ${terminator}`,
  atLine: (reason: string, line: number): string => `${reason} (linha ${String(line)})`,
} as const;

/** What is remarkable about a document, by the code of the finding; stored with the document. */
const findings = {
  'key-check-digit': 'O dígito verificador da chave de acesso está errado.',
  'key-undecodable': 'A chave de acesso traz um mês que não existe.',
  'key-state': (detail: string): string => `O estado da chave não é o do documento (${detail}).`,
  'key-month': (detail: string): string => `O mês da chave não é o da emissão (${detail}).`,
  'key-issuer': (detail: string): string => `O CNPJ ou CPF da chave não é o do emitente (${detail}).`,
  'key-model': (detail: string): string => `O modelo da chave não é o do documento (${detail}).`,
  'key-series': (detail: string): string => `A série da chave não é a do documento (${detail}).`,
  'key-number': (detail: string): string => `O número da chave não é o do documento (${detail}).`,
  'key-emission': (detail: string): string => `O tipo de emissão da chave não é o do documento (${detail}).`,
  'key-random': (detail: string): string => `O código numérico da chave não é o do documento (${detail}).`,
  'protocol-key': (detail: string): string =>
    `O protocolo é de outra chave (${detail}) e por isso não prova a autorização.`,
  'protocol-repeated': 'O documento traz mais de um protocolo; vale o primeiro.',
  'protocol-digest': 'O resumo (digVal) do protocolo não é o da assinatura: o conteúdo pode ter sido alterado.',
  'issuer-missing': 'O documento não traz o CNPJ ou CPF do emitente.',
  'issuer-check-digit': (detail: string): string =>
    `O dígito verificador do CNPJ ou CPF do emitente está errado (${detail}).`,
  'recipient-check-digit': (detail: string): string =>
    `O dígito verificador do CNPJ ou CPF do destinatário está errado (${detail}).`,
  homologation: 'Documento de homologação, sem valor fiscal.',
  'date-missing': 'O documento não traz uma data de emissão que se possa ler.',
  'total-missing': 'O documento não traz um total que se possa ler.',
  'total-format': (detail: string): string => `O total não está na forma do leiaute (${detail}).`,
  'taker-undetermined': (detail: string): string =>
    `Tomador indeterminado: o documento aponta um grupo que não traz (${detail}).`,
  'group-repeated': (detail: string): string => `O grupo ${detail} aparece mais de uma vez; vale o primeiro.`,
  'foreign-group': (detail: string): string =>
    `O documento traz um grupo ${detail} de outro leiaute, que não foi lido.`,
  'event-model': (detail: string): string =>
    `O evento é de um tipo de documento e a chave é de outro modelo (${detail}).`,
  'event-answer': 'A resposta do evento é de outro evento ou de outra chave e por isso não prova o registro.',
} as const;

/** What had to be tolerated to read a file, by the code of the repair. */
const repairs = {
  bom: 'Havia marca de ordem de bytes (BOM) no arquivo.',
  'leading-space': 'Havia espaços antes da declaração XML.',
  'trailing-nul': 'Havia bytes nulos fora do documento.',
  'text-outside': 'Havia texto fora do documento.',
  'several-documents': 'O arquivo traz vários documentos, um depois do outro.',
  'encoding-contradicted':
    'A codificação declarada não é a dos bytes; o texto foi lido com a codificação que os bytes permitem.',
  'encoding-guessed': 'Sem declaração de codificação e sem UTF-8 válido, o texto foi lido como windows-1252.',
  'encoding-doubtful': 'A declaração diz ISO-8859-1, mas os bytes parecem UTF-8; nomes acentuados podem sair trocados.',
  'control-character': 'Havia caracteres de controle que nenhum XML pode ter; foram lidos como estão.',
  'undefined-entity': 'Havia entidades que o XML não define, como &nbsp;; ficaram no texto como estão.',
} as const;

/** What reading a fiscal file says of it; sizes in bytes. */
export const fiscalMessages = {
  measures,
  malformed,
  findings,
  repairs,
  moreThan: (bytes: number): string => `mais de ${String(bytes)}`,
  keyAgainstDocument: (inKey: string, written: string): string => `${inKey} na chave, ${written} no documento`,
  keyAgainstEvent: (inEvent: string, inKey: string): string => `${inEvent} no evento, ${inKey} na chave`,
  noKey: 'sem chave',
} as const;
