import type { GrowingName } from '../../../retention';
import { growthTitles, NOTHING_PAST } from '../retention';
import { counted } from '../numbers';

interface KeptFigures {
  readonly gone: Readonly<Partial<Record<GrowingName, number>>>;
  readonly left: readonly unknown[];
}

/** What became of what was past its time, on the terminal. */
export const retentionMessages = {
  done: ({ gone, left }: KeptFigures): readonly string[] => {
    const lines = Object.entries(gone).map(([name, many]) => `${titleOf(name)}: ${counted(many, 'saiu', 'saíram')}.`);
    return [
      ...(lines.length === 0 ? [NOTHING_PAST] : lines),
      ...(left.length === 0
        ? []
        : [`${counted(left.length, 'arquivo ficou', 'arquivos ficaram')}, porque outro programa não deixou apagar.`]),
    ];
  },
} as const;

const TITLES: Readonly<Record<string, string>> = { ...growthTitles, 'due-times': growthTitles.dueTimes };

function titleOf(name: string): string {
  return TITLES[name] ?? name;
}
