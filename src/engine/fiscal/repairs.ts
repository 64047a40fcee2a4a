import type { Repair } from './types';

export const REPAIRS = {
  bom: 'bom',
  leadingSpace: 'leading-space',
  trailingNul: 'trailing-nul',
  textOutside: 'text-outside',
  severalDocuments: 'several-documents',
  encodingContradicted: 'encoding-contradicted',
  encodingGuessed: 'encoding-guessed',
  encodingDoubtful: 'encoding-doubtful',
  controlCharacter: 'control-character',
  undefinedEntity: 'undefined-entity',
} as const;
export type RepairCode = (typeof REPAIRS)[keyof typeof REPAIRS];

const MESSAGES: Readonly<Record<RepairCode, string>> = {
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
};

export function repair(code: RepairCode): Repair {
  return { code, message: MESSAGES[code] };
}
