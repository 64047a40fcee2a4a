import type { ShareRoot } from '../../shared/ipc/shares';
import { runMessages } from '../../shared/messages/pt-BR/run';
import type { Services } from './services';
import type { ShareHealth } from '../shares';

export interface WaitTellerOptions {
  /** What somebody works with now; null while nobody is at work. */
  readonly atWork: () => Pick<Services, 'health' | 'roots'> | null;
  readonly onNotice: (level: 'info' | 'warning', text: string) => void;
}

/** Roots that work may have to wait for. */
const WAITED = ['archive', 'import', 'cancelled'] as const satisfies readonly ShareRoot[];
type Waited = (typeof WAITED)[number];

/** Those of them that are away. */
export function awayOf(health: Pick<ShareHealth, 'usable'>): readonly Waited[] {
  return WAITED.filter((root) => !health.usable(root));
}

/** Says once when work has to wait for a root that is away, and once when that root is back; nothing while nobody is at work. */
export class WaitTeller {
  #away: readonly Waited[] = [];

  constructor(private readonly options: WaitTellerOptions) {}

  /** To be called whenever a root, or whether somebody is at work, may have changed. */
  look(): void {
    const work = this.options.atWork();
    const before = this.#away;
    this.#away = work === null ? [] : awayOf(work.health);
    if (work === null) return;
    for (const root of this.#away) if (!before.includes(root)) this.#begins(root, work.roots[root].location);
    for (const root of before) if (!this.#away.includes(root)) this.#ends(root, work.roots[root].location);
  }

  #begins(root: Waited, place: string): void {
    this.options.onNotice('warning', runMessages.waits(root, place));
  }

  #ends(root: Waited, place: string): void {
    this.options.onNotice('info', runMessages.waitsNoMore(root, place));
  }
}
