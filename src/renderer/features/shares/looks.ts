import { CircleCheck, CircleDashed, CircleX, RotateCw, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ShareState } from '../../../shared/ipc/shares';
import type { Tone } from '../../components/Status';

/** How each state looks. The shape of the icon differs too: colour is never the only sign. */
export const SHARE_LOOKS: Readonly<Record<ShareState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  unknown: { tone: 'neutral', icon: CircleDashed },
  ok: { tone: 'good', icon: CircleCheck },
  degraded: { tone: 'warn', icon: TriangleAlert },
  down: { tone: 'bad', icon: CircleX },
  recovering: { tone: 'active', icon: RotateCw },
};
