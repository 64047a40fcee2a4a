import type { Correction, CorrectionItem } from '../../../../shared/ipc/recovery';
import type { Tone } from '../../../components/Status';

/** How the states of a batch look. */
export const CORRECTION_TONES: Readonly<Record<Correction['state'], Tone>> = {
  proposed: 'active',
  applied: 'good',
  undone: 'neutral',
  dropped: 'neutral',
};

export const CORRECTION_ITEM_TONES: Readonly<Record<CorrectionItem['state'], Tone>> = {
  proposed: 'neutral',
  applied: 'good',
  undone: 'neutral',
  failed: 'warn',
  'left-out': 'neutral',
};
