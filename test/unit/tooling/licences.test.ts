import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';

/** What may go into a program that is given away under MIT; anything else is to be looked at by a person first. */
const ALLOWED = [
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'OFL-1.1',
];

const root = new URL('../../../', import.meta.url);
interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}
let lock: { readonly packages: Readonly<Record<string, Locked>> };
let rows: readonly (readonly [name: string, version: string, licence: string])[];

beforeAll(async () => {
  lock = JSON.parse(await readFile(new URL('package-lock.json', root), 'utf8')) as typeof lock;
  const page = await readFile(new URL('docs/licences.md', root), 'utf8');
  rows = page.split('\n').flatMap((line) => {
    const cells = /^\| (?<name>\S+) \| (?<version>\d\S*) \| (?<licence>.+) \|$/.exec(line)?.groups;
    return cells === undefined ? [] : [[cells['name']!, cells['version']!, cells['licence']!] as const];
  });
});

/** A package's own folder and those around it, innermost first, as Node looks for what it needs. */
function ancestorsOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/');
  return [...parts.map((_, at) => `${parts.slice(0, parts.length - at).join('/node_modules/')}/`), ''];
}

describe('the licences of what ships', () => {
  it('are those of packages as the lock file has them', () => {
    expect(rows.length).toBeGreaterThan(100);
    const locked = Object.entries(lock.packages);
    const unknown = rows.filter(
      ([name, version]) =>
        !locked.some(([path, one]) => path.endsWith(`node_modules/${name}`) && one.version === version),
    );
    expect(unknown).toEqual([]);
  });

  it('are ones that a program under MIT may carry', () => {
    expect(rows.filter(([, , licence]) => !ALLOWED.includes(licence))).toEqual([]);
  });

  it('are stated by every package of the lock file, also by those that serve development alone', () => {
    const silent = Object.entries(lock.packages).filter(([path, { license }]) => path !== '' && license === undefined);
    expect(silent).toEqual([]);
  });
});

describe('the installation of the dependencies', () => {
  it('finds in the lock file every package that another needs, also the optional ones', () => {
    // npm ci refuses a lock file that lacks one, which npm install writes where the registry has it not
    const missing = Object.entries(lock.packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !ancestorsOf(path).some((folder) => `${folder}node_modules/${name}` in lock.packages))
        .map((name) => `${path} needs ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it('runs no script of a package, whichever npm does it', async () => {
    // npm 10 does not know the list of package.json, npm 11 does not need it where nothing runs
    expect(await readFile(new URL('.npmrc', root), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    const { allowScripts } = JSON.parse(await readFile(new URL('package.json', root), 'utf8')) as {
      allowScripts: Record<string, boolean>;
    };
    const scripted = Object.entries(lock.packages).filter(([, one]) => one.hasInstallScript === true);
    const names = scripted.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length));
    expect(names.filter((name) => allowScripts[name] !== false && name !== 'fsevents')).toEqual([]);
  });
});
