import type { RecoveryState } from '../../../../shared/ipc/recovery';
import type { Tone } from '../../../components/Status';

/** How the states of a recovery look. */
export const RECOVERY_TONES: Readonly<Record<RecoveryState, Tone>> = {
  planned: 'neutral',
  running: 'active',
  paused: 'warn',
  stopped: 'warn',
  interrupted: 'warn',
  complete: 'good',
};
