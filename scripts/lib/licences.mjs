/**
 * The table of docs/licences.md.
 * @param {readonly import('./notices.mjs').Notice[]} notices
 */
export function licencesPage(notices) {
  return [
    '# Licences of what ships',
    '',
    'Malote itself is MIT ([LICENSE](../LICENSE)). These packages are in the program that is installed: what its bundles are made of, its',
    'native part, its fonts and its runtime, which brings a `LICENSES.chromium.html` of its own besides. Written by `npm run licences`, which',
    'also writes `out/notices` (the texts, and the list of components in CycloneDX); a test holds this page to the build.',
    '',
    '| Package | Version | Licence |',
    '|---|---|---|',
    ...notices.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}
