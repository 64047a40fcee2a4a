import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Explained, runMain } from './lib/explain.mjs';
import { icoFile } from './lib/ico.mjs';
import { root } from './lib/paths.mjs';
import { run } from './lib/process.mjs';

const resources = join(root, 'resources');
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 128, 256];
const TRAY_SIZES = [16, 20, 24, 32, 40, 48, 64];
const TRAY_STATES = ['ok', 'attention', 'error', 'running'];
/** From here on the full drawing is readable. */
const FULL_FROM = 32;

/**
 * `npm run icons`: draws every image of resources/ from its SVG. The results are committed, so only who changes a drawing needs this,
 * and rsvg-convert for it (Debian: librsvg2-bin).
 */
await runMain(async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'malote-icons-'));
  try {
    await drawApplication(scratch);
    for (const state of TRAY_STATES) await drawTray(state, scratch);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
});

/** @param {string} scratch */
async function drawApplication(scratch) {
  /** @param {number} size */
  const drawing = (size) => join(resources, size < FULL_FROM ? 'icon-small.svg' : 'icon.svg');
  const icons = join(resources, 'icons');
  await mkdir(icons, { recursive: true });
  for (const size of APP_SIZES) await draw(drawing(size), size, join(icons, `${size}x${size}.png`));
  await draw(drawing(512), 512, join(resources, 'icon.png'));
  await drawIco(WINDOWS_SIZES, drawing, join(resources, 'icon.ico'), scratch);
}

/**
 * `<state>.png` of 16 px and `<state>-32.png`, each also at twice its pixels under the name that Electron looks for on a dense
 * screen, and `<state>.ico`.
 * @param {string} state
 * @param {string} scratch
 */
async function drawTray(state, scratch) {
  const tray = join(resources, 'tray');
  const drawing = join(tray, `${state}.svg`);
  await draw(drawing, 16, join(tray, `${state}.png`));
  await draw(drawing, 32, join(tray, `${state}@2x.png`));
  await draw(drawing, 32, join(tray, `${state}-32.png`));
  await draw(drawing, 64, join(tray, `${state}-32@2x.png`));
  await drawIco(TRAY_SIZES, () => drawing, join(tray, `${state}.ico`), scratch);
}

/**
 * @param {number[]} sizes
 * @param {(size: number) => string} drawing
 * @param {string} file
 * @param {string} scratch
 */
async function drawIco(sizes, drawing, file, scratch) {
  const images = [];
  for (const size of sizes) {
    const image = join(scratch, `${size}.png`);
    await draw(drawing(size), size, image);
    images.push({ size, png: await readFile(image) });
  }
  await writeFile(file, icoFile(images));
}

/**
 * @param {string} svg
 * @param {number} size
 * @param {string} png
 * @throws {Explained}
 */
async function draw(svg, size, png) {
  const outcome = await run('rsvg-convert', ['-w', `${size}`, '-h', `${size}`, svg, '-o', png]);
  if (outcome.code === 0) return;
  throw new Explained(
    outcome.missing ? 'Falta o rsvg-convert, que desenha os ícones.' : `O ícone ${svg} não pôde ser desenhado.`,
    outcome.missing ? 'No Debian: apt-get install librsvg2-bin.' : 'Corrija o desenho e rode de novo.',
    { details: outcome.missing ? '' : outcome.output },
  );
}
