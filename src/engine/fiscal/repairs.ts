import type { Repair } from './types';
import { fiscalMessages } from '../../shared/messages/pt-BR/fiscal';

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

export function repair(code: RepairCode): Repair {
  return { code, message: fiscalMessages.repairs[code] };
}
