import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..', '..', '..');
const [, section = ''] = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8').split('## Three walks\n');
const [body = ''] = section.split('\n## ');

interface Walk {
  readonly title: string;
  readonly told: number | null;
  readonly files: readonly string[];
}

const walks: readonly Walk[] = body
  .split(/\n(?=\*\*)/)
  .slice(1)
  .map((part) => ({
    title: /\*\*(.+?)\*\*/.exec(part)?.[1] ?? '',
    told: Number(/(\d+) files/.exec(part)?.[1] ?? Number.NaN) || null,
    files: [...part.matchAll(/`([\w./-]+\.tsx?)`/g)].map(([, file = '']) =>
      file.startsWith('src/') ? file : `src/engine/${file}`,
    ),
  }));

describe('the walks of docs/architecture.md', () => {
  it('are three', () => {
    expect(walks.map(({ files }) => files.length > 10)).toEqual([true, true, true]);
  });

  it.each(walks)('$title: names files that are there, each once, and as many as it says', ({ files, told }) => {
    expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
    expect(files).toHaveLength(new Set(files).size);
    if (told !== null) expect(files).toHaveLength(told);
  });
});
