/** Headings of Keep a Changelog, in its order. */
const KINDS = ['Added', 'Changed', 'Fixed', 'Removed', 'Security'];
const NAME = new RegExp(`^[a-z0-9-]+\\.(${KINDS.join('|').toLowerCase()})\\.md$`);
const UNRELEASED = '## [Unreleased]';

/** @typedef {{ name: string, text: string }} Fragment a file of changes/ */

/**
 * What is wrong with a fragment, in words; null when nothing is.
 * @param {Fragment} fragment
 */
export function troubleOf({ name, text }) {
  if (!NAME.test(name)) return `${name}: its name says no kind (${KINDS.join(', ').toLowerCase()})`;
  const line = text.trim();
  if (line === '' || line.includes('\n') || line.startsWith('- ')) return `${name}: it is one line, without a dash`;
  return line.endsWith('.') ? null : `${name}: it ends in no full stop`;
}

/**
 * The changelog with a section for a version, made of what stood as unreleased and of the fragments, these first.
 * @param {string} changelog
 * @param {readonly Fragment[]} fragments
 * @param {string} title of the section: `[0.2.0] - 2026-12-31`
 * @returns {string}
 * @throws {Error} where the changelog has no unreleased section
 */
export function released(changelog, fragments, title) {
  const start = changelog.indexOf(UNRELEASED);
  if (start < 0) throw new Error('CHANGELOG.md has no unreleased section');
  const next = changelog.indexOf('\n## ', start);
  const end = next < 0 ? changelog.length : next + 1;
  const written = linesOf(changelog.slice(start + UNRELEASED.length, end));
  const parts = KINDS.flatMap((kind) => {
    const own = fragments.filter(({ name }) => name.endsWith(`.${kind.toLowerCase()}.md`));
    const lines = [...own.map(({ text }) => `- ${text.trim()}`), ...(written.get(kind) ?? [])];
    return lines.length === 0 ? [] : [`### ${kind}`, lines.join('\n')];
  });
  const section = [UNRELEASED, `## ${title}`, ...parts].join('\n\n');
  return `${changelog.slice(0, start)}${section}\n${next < 0 ? '' : '\n'}${changelog.slice(end)}`;
}

/**
 * @param {string} section
 * @returns {Map<string, string[]>} by heading
 */
function linesOf(section) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  let kind = '';
  for (const line of section.split('\n')) {
    if (line.startsWith('### ')) kind = line.slice(4).trim();
    else if (line.trim() !== '') found.set(kind, [...(found.get(kind) ?? []), line]);
  }
  return found;
}
