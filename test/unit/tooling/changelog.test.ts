import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { released, troubleOf } from '../../../scripts/lib/changelog.mjs';

const ROOT = join(import.meta.dirname, '..', '..', '..');

const BEFORE = `# Changelog

## [Unreleased]

### Added

- What was there.

### Fixed

- A fault.

## [0.1.0] - 2026-01-01

### Added

- The first.
`;

describe('the changelog', () => {
  it('gets a section of what stood there and of the files of changes, by kind', () => {
    const fragments = [
      { name: 'new-thing.added.md', text: 'A new thing.\n' },
      { name: 'old-thing.removed.md', text: 'An old thing.' },
    ];
    expect(released(BEFORE, fragments, '[0.2.0] - 2026-12-31')).toBe(`# Changelog

## [Unreleased]

## [0.2.0] - 2026-12-31

### Added

- A new thing.
- What was there.

### Fixed

- A fault.

### Removed

- An old thing.

## [0.1.0] - 2026-01-01

### Added

- The first.
`);
  });

  it('is refused where it has no place for them', () => {
    expect(() => released('# Changelog\n', [], '[0.2.0]')).toThrow('no unreleased section');
  });

  it.each([
    ['thing.md', 'A thing.'],
    ['thing.new.md', 'A thing.'],
    ['thing.added.md', ''],
    ['thing.added.md', '- A thing.'],
    ['thing.added.md', 'A thing.\nAnother.'],
    ['thing.added.md', 'A thing'],
  ])('says what is wrong with %s: %j', (name, text) => {
    expect(troubleOf({ name, text })).toContain(name);
  });

  it('can take every file of changes as it is', () => {
    const folder = join(ROOT, 'changes');
    const names = readdirSync(folder).filter((name) => name !== 'README.md');
    const fragments = names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
    expect(fragments.flatMap((fragment) => troubleOf(fragment) ?? [])).toEqual([]);
  });
});
