import type { SiegKind } from '../domain';
import type { Scope } from './context';

/** Contradictions in a row that brought nothing: then narrower windows are given up, and whoever names keys is asked. */
const FRUITLESS_AT_MOST = 3;

interface Score {
  /** Walks in a row that ended before what was promised and brought nothing new. */
  fruitless: number;
  everGained: boolean;
}

/** Remembers, for each scope and kind, whether asking for pages still brings anything. */
export class Futility {
  readonly #scores = new Map<string, Score>();

  /** A walk that ended short of what was promised. @param gained documents that it brought */
  contradicted(scope: Scope, kind: SiegKind, gained: number): void {
    const score = this.#score(scope, kind);
    score.fruitless = gained > 0 ? 0 : score.fruitless + 1;
    score.everGained ||= gained > 0;
  }

  /** Pages of this kind work: what was short is not their fault. */
  settled(scope: Scope, kind: SiegKind): void {
    Object.assign(this.#score(scope, kind), { fruitless: 0, everGained: true });
  }

  /**
   * Whether pages of this kind are given up: too many contradictions in a row, or a first one where the pages of no kind of the
   * scope have brought anything.
   */
  isStuck(scope: Scope, kind: SiegKind): boolean {
    const { fruitless } = this.#score(scope, kind);
    return fruitless >= FRUITLESS_AT_MOST || (fruitless > 0 && this.#isDead(scope));
  }

  #isDead({ name }: Scope): boolean {
    const scores = [...this.#scores].filter(([key]) => key.startsWith(`${name} `)).map(([, score]) => score);
    const fruitless = scores.reduce((sum, score) => sum + score.fruitless, 0);
    return fruitless >= FRUITLESS_AT_MOST && scores.every((score) => !score.everGained);
  }

  #score({ name }: Scope, kind: SiegKind): Score {
    const key = `${name} ${kind}`;
    let score = this.#scores.get(key);
    if (score === undefined) {
      score = { fruitless: 0, everGained: false };
      this.#scores.set(key, score);
    }
    return score;
  }
}
