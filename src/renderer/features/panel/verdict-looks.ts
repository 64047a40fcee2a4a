import { CircleCheck, CircleDashed, CircleHelp, CircleSlash, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { VerdictState } from '../../../shared/ipc/verdict';
import type { Tone } from '../../components/Status';

/** How each verdict looks, of a month and of a company alike. */
export const VERDICT_LOOKS: Readonly<Record<VerdictState, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  complete: { tone: 'good', icon: CircleCheck },
  gaps: { tone: 'warn', icon: TriangleAlert },
  open: { tone: 'warn', icon: CircleDashed },
  'none-announced': { tone: 'neutral', icon: CircleSlash },
  'none-unexplained': { tone: 'warn', icon: CircleHelp },
};
