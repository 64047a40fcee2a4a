import { sizeWords } from './numbers';

/** What the system of a computer answers, as part of a sentence; its known codes have theirs in `shared/errors/system-codes`. */
export const systemMessages = {
  unknownReason: 'motivo desconhecido',
  nameNotFound: 'o nome do servidor não foi encontrado',
  nameNotAsked: 'o nome do servidor não pôde ser consultado',
  code: (code: string): string => `código ${code}`,
  answered: (code: string): string => `o sistema respondeu ${code}`,
  /** @param usual how large such a file is */
  tooLarge: (bytes: number, usual: string): string => `tem ${sizeWords(bytes)}; ${usual}`,
  usuallySmaller: 'um arquivo assim é menor',
} as const;
