/**
 * What ships: every package of the lock file that is not for development alone, with its licence.
 * @param {{ packages: Record<string, { version?: string, license?: string, dev?: boolean, devOptional?: boolean }> }} lock
 * @returns {{ name: string, version: string, licence: string }[]} by name
 */
export function shippedPackages({ packages }) {
  return Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && dev !== true)
    .map(([path, { version = '', license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return { name, version, licence: license ?? 'not stated' };
    })
    .sort((a, b) => (a.name + a.version < b.name + b.version ? -1 : 1));
}

/** @param {Parameters<typeof shippedPackages>[0]} lock */
export function licencesPage(lock) {
  const rows = shippedPackages(lock);
  const unique = [...new Map(rows.map((row) => [`${row.name} ${row.version}`, row])).values()];
  return [
    '# Licences of what ships',
    '',
    'Malote itself is MIT ([LICENSE](../LICENSE)). These packages go into the program that is installed, as the lock file names them;',
    'Electron, which brings its own `LICENSES.chromium.html`, is added by the packaging. Written by `npm run licences`, held to the lock file by a test.',
    '',
    '| Package | Version | Licence |',
    '|---|---|---|',
    ...unique.map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`),
    '',
  ].join('\n');
}
