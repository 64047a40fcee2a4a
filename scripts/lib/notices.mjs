import { existsSync } from 'node:fs';
import { readdir, readFile, writeFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './dependencies.mjs';
import { Explained, say } from './explain.mjs';
import { root } from './paths.mjs';

/**
 * A package that ships, with the words of its licence.
 * @typedef {{ name: string, version: string, licence: string, text: string }} Notice
 * @typedef {{ packages: Record<string, { version?: string, license?: string, dev?: boolean }> }} Lock
 * @typedef {{ 'bom-ref': string, name: string, version: string, scope?: string }} Component
 * @typedef {{ metadata: { component: Component }, components: Component[], dependencies: { ref: string, dependsOn?: string[] }[] }} Bom
 * @typedef {{ name: string, version: string, identifier?: string, text?: string }} Bundled what Vite's `build.license` writes of a package
 */

/** Parts of out/, each with Vite's account of the packages that went into it. */
const PARTS = ['main', 'preload', 'renderer'];
/** What ships and is no module of a bundle: the native part, the fonts of the styles, the runtime itself. */
const BESIDE = ['better-sqlite3', '@fontsource-variable/inter', 'electron'];
const SBOM = 'sbom.cdx.json';
/** For packages that name their licence and carry no text of it. */
const TERMS = {
  MIT: `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`,
  ISC: `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT, INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF THIS SOFTWARE.`,
};

/**
 * Accounts for what ships, in out/notices: `notices.json` for the window, THIRD-PARTY-NOTICES.txt for people, sbom.cdx.json (CycloneDX)
 * for programs.
 * @param {string} out the built program
 */
export async function writeNotices(out) {
  const folder = join(out, 'notices');
  const notices = await noticesOf(out);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'notices.json'), JSON.stringify(notices));
  await writeFile(join(folder, 'THIRD-PARTY-NOTICES.txt'), noticesText(notices));
  const sbom = await sbomOf(notices);
  // nobody has to do without the program for want of it; what is given to others has to have it
  if (sbom === null) say('O npm não fez a lista de componentes (SBOM); o programa funciona sem ela.');
  else await writeFile(join(folder, SBOM), `${JSON.stringify(sbom, null, 2)}\n`);
}

/**
 * @param {string} out the built program
 * @throws {Explained} when its list of components could not be made
 */
export function requireSbom(out) {
  if (existsSync(join(out, 'notices', SBOM))) return;
  throw new Explained(
    'Falta a lista de componentes (SBOM): o npm não a fez durante a compilação.',
    'Atualize o npm (npm install -g npm), apague a pasta out e rode de novo.',
  );
}

/**
 * @param {string} out
 * @returns {Promise<Notice[]>} by name and version
 */
async function noticesOf(out) {
  const lock = /** @type {Lock} */ (JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')));
  const parts = await Promise.all(PARTS.map((part) => readFile(join(out, part, 'licences.json'), 'utf8')));
  const bundled = parts.flatMap((part) => /** @type {Bundled[]} */ (JSON.parse(part)));
  const beside = BESIDE.map((name) => ({ name, version: lock.packages[`node_modules/${name}`]?.version ?? '' }));
  const unique = new Map([...bundled, ...beside].map((one) => [`${one.name}@${one.version}`, one]));
  const notices = await Promise.all([...unique.values()].map((one) => noticeOf(one, lock)));
  return notices.sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/**
 * @param {Bundled} one
 * @param {Lock} lock
 * @returns {Promise<Notice>}
 */
async function noticeOf({ name, version, identifier, text }, { packages }) {
  const [path, entry] =
    Object.entries(packages).find(([at, of]) => at.endsWith(`node_modules/${name}`) && of.version === version) ?? [];
  if (path === undefined) throw new Error(`${name}@${version} ships and is not in the lock file`);
  const licence = identifier ?? entry?.license ?? '';
  if (licence === '') throw new Error(`${name}@${version} ships and names no licence`);
  const found = text ?? (await termsIn(join(root, path)));
  return { name, version, licence, text: found === '' ? await usualTerms(licence, join(root, path)) : found };
}

/**
 * @param {string} licence
 * @param {string} folder
 */
async function usualTerms(licence, folder) {
  if (!Object.hasOwn(TERMS, licence)) throw new Error(`${folder} carries no text of its licence, ${licence}`);
  const { author } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const holder = typeof author === 'string' ? author : author.name;
  return `Copyright (c) ${holder}\n\n${TERMS[/** @type {keyof typeof TERMS} */ (licence)]}`;
}

/**
 * The licence's file, or what the package's README says under that heading; empty where neither has it.
 * @param {string} folder
 */
async function termsIn(folder) {
  const names = await readdir(folder);
  const file = names.find((name) => /^licen[cs]e/i.test(name));
  if (file !== undefined) return (await readFile(join(folder, file), 'utf8')).trim();
  const readme = names.find((name) => /^readme/i.test(name));
  const words = readme === undefined ? '' : await readFile(join(folder, readme), 'utf8');
  const section =
    /^#+ *licen[cs]e[^\n]*\n(?<terms>[^]*?)(?=^#|$(?![^]))/im.exec(words)?.groups?.['terms']?.trim() ?? '';
  return section.length > 200 ? section : '';
}

/** @param {readonly Notice[]} notices */
function noticesText(notices) {
  const parts = notices.map(({ name, version, licence, text }) => `${name} ${version}\n${licence}\n\n${text}`);
  const words = ['Malote ships with these packages of others, each under the licence that follows its name.', ...parts];
  // people open it in Notepad
  return `${words.join(`\n\n${'-'.repeat(78)}\n\n`)}\n`.replace(/\r?\n/g, '\r\n');
}

/**
 * npm's own account of the lock file, of what ships alone.
 * @param {readonly Notice[]} notices
 * @returns {Promise<object | null>} null where this npm makes none, or none of everything that ships
 */
async function sbomOf(notices) {
  const told = await npm([
    'sbom',
    '--sbom-format=cyclonedx',
    '--package-lock-only',
    '--include=dev',
    '--loglevel=error',
  ]);
  if (told.code !== 0) return null;
  const bom = /** @type {Bom} */ (JSON.parse(told.stdout));
  const self = bom.metadata.component;
  const shipped = new Set(notices.map(({ name, version }) => `${name}@${version}`));
  const components = bom.components
    .filter(({ name, version }) => shipped.has(`${name}@${version}`))
    // what npm calls optional is so for the installation
    .map(({ scope: _, ...component }) => component);
  if (components.length < shipped.size) return null;
  const kept = new Set([self, ...components].map((one) => one['bom-ref']));
  return {
    ...bom,
    metadata: { ...bom.metadata, component: { ...self, name: 'malote', type: 'application' } },
    components,
    dependencies: bom.dependencies
      .filter(({ ref }) => kept.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => kept.has(one)) })),
  };
}
