import type { SiegGeneration } from '../../shared/sieg-generations';
import type { GenerationAdapter } from './adapter';
import { LEGACY } from './legacy';
import { V1 } from './v1';

/** How each generation of `SIEG_GENERATIONS` is spoken: a new one has its row there, a file beside this one, and its line here. */
export const ADAPTERS: Readonly<Record<SiegGeneration, GenerationAdapter>> = { v1: V1, legacy: LEGACY };
