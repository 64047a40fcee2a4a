import { z } from 'zod';
import { siegGenerationWords } from './messages/pt-BR/program';

/** What the rest of the program has to know of a generation of SIEG's API; how to speak it stands in `engine/sieg/generations.ts`. */
interface SiegGenerationRow {
  /** In a sentence: "pela API antiga". */
  readonly name: string;
  /** As a screen offers it. */
  readonly choice: string;
  /** Whether its credential has a Client Id and a Secret Key beside the key. */
  readonly hasClient: boolean;
}

/** The generations of SIEG's API, oldest first. Settings, credentials and commands know them by their keys. */
export const SIEG_GENERATIONS = {
  legacy: { ...siegGenerationWords.legacy, hasClient: false },
  v1: { ...siegGenerationWords.v1, hasClient: true },
} as const satisfies Readonly<Record<string, SiegGenerationRow>>;

export type SiegGeneration = keyof typeof SIEG_GENERATIONS;

export const SIEG_GENERATION_NAMES = Object.keys(SIEG_GENERATIONS) as [SiegGeneration, ...SiegGeneration[]];

export const siegGenerationSchema = z.enum(SIEG_GENERATION_NAMES);

/** Where nothing is said, or what is said is none. */
export const DEFAULT_SIEG_GENERATION: SiegGeneration = 'v1';
