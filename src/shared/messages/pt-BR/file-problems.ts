import type { ErrorCode } from '../../errors';

/** What stood against one file, for people who see its place beside it. */
export interface FileProblemWords {
  /** A sentence. */
  readonly what: string;
  /** What a person has to do first; null where the next attempt may do it by itself. */
  readonly next: string | null;
}

type FileCode = Extract<ErrorCode, `SHARE_${string}` | `DELIVERY_${string}`>;

const RECOVER_IT = 'Recupere-o em Órfãos e recuperação.';

const byItself = (what: string): FileProblemWords => ({ what, next: null });

const WORDS: Readonly<Record<FileCode, FileProblemWords>> = {
  DELIVERY_SOURCE_ABSENT: {
    what: 'O arquivo não está no acervo.',
    next: RECOVER_IT,
  },
  DELIVERY_SOURCE_ALTERED: {
    what: 'O arquivo no acervo não tem mais o conteúdo registrado.',
    next: RECOVER_IT,
  },
  DELIVERY_CANCELLATION_FIRST: {
    what: 'O documento está cancelado, e o cancelamento dele não pôde ser entregue antes.',
    next: 'Veja por que o cancelamento não sai.',
  },
  SHARE_UNREACHABLE: byItself('A pasta ficou fora do ar.'),
  SHARE_NAME_NOT_FOUND: byItself('O servidor da pasta não foi encontrado.'),
  SHARE_PATH_MISSING: byItself('A pasta não existe.'),
  SHARE_CREDENTIALS: {
    what: 'O servidor da pasta não aceitou a entrada.',
    next: 'Abra a pasta no Explorador de Arquivos e informe a senha atual.',
  },
  SHARE_SLOW: byItself('A pasta respondeu devagar.'),
  SHARE_NEARLY_FULL: { what: 'O espaço na pasta está no fim.', next: 'Libere espaço.' },
  SHARE_TIMEOUT: byItself('A pasta não respondeu a tempo.'),
  SHARE_DENIED: { what: 'A pasta recusou o acesso.', next: 'Peça permissão de leitura e gravação para este usuário.' },
  SHARE_READ_ONLY: { what: 'A pasta está somente para leitura.', next: 'Peça que liberem a gravação.' },
  SHARE_FULL: { what: 'Não há mais espaço na pasta.', next: 'Libere espaço.' },
  SHARE_BUSY: { what: 'O arquivo estava ocupado por outro programa.', next: 'Feche o programa que o está usando.' },
  SHARE_IO: byItself('Houve uma falha de leitura ou gravação.'),
  SHARE_BAD_PATH: {
    what: 'O caminho não pode ser usado: há uma pasta com o nome do arquivo, ou a pasta não aceita este nome.',
    next: 'Tire de lá o que tem o nome do arquivo; se não há nada, escolha uma pasta com caminho mais curto.',
  },
  SHARE_UNFIT: {
    what: 'O que está lá com este nome não pode ser lido: é grande demais, ou não é um arquivo comum.',
    next: 'Não é do Malote: tire-o de lá.',
  },
  SHARE_BAD_ROOT: { what: 'A pasta configurada não pode ser usada.', next: 'Escolha outra nas configurações.' },
  SHARE_EXISTS: { what: 'Já existe outro conteúdo com este nome.', next: 'Compare os dois e decida qual fica.' },
  SHARE_VERIFY_FAILED: byItself('O arquivo gravado não era igual ao enviado.'),
  SHARE_VANISHED: byItself('O arquivo gravado sumiu no instante seguinte.'),
  SHARE_AGENT_FAILED: byItself('O processo que cuida da pasta não ficou em pé.'),
  SHARE_CLOSED: byItself('A pasta já tinha sido fechada por este programa.'),
};

const UNFORESEEN: FileProblemWords = byItself('Houve uma falha inesperada; o registro (log) diz qual.');

/** @param code as the ledger has it, from whatever version of the program */
export function fileProblem(code: string): FileProblemWords {
  return Object.hasOwn(WORDS, code) ? WORDS[code as FileCode] : UNFORESEEN;
}

/** The same as the end of a line: "não há mais espaço na pasta. Libere espaço". */
export function fileProblemPart(code: string): string {
  const { what, next } = fileProblem(code);
  const whole = next === null ? what : `${what} ${next}`;
  return `${whole.charAt(0).toLowerCase()}${whole.slice(1)}`.replace(/\.$/, '');
}
