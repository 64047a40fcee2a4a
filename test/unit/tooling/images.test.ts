import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { icoFile } from '../../../scripts/lib/ico.mjs';

const resources = resolve(import.meta.dirname, '..', '..', '..', 'resources');
const STATES = ['ok', 'attention', 'error', 'running'];

/** Side in pixels of a square PNG. */
function sideOf(png: Buffer): number {
  expect(png.toString('latin1', 1, 4)).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
  return png.readUInt32BE(16);
}

/** The images of an ICO: what its directory says of each, and what it is. */
function imagesOf(ico: Buffer): { readonly told: number; readonly side: number }[] {
  expect([ico.readUInt16LE(0), ico.readUInt16LE(2)]).toEqual([0, 1]);
  return Array.from({ length: ico.readUInt16LE(4) }, (_, index) => {
    const entry = 6 + 16 * index;
    const [bytes, offset] = [ico.readUInt32LE(entry + 8), ico.readUInt32LE(entry + 12)];
    return { told: ico.readUInt8(entry) || 256, side: sideOf(ico.subarray(offset, offset + bytes)) };
  });
}

const image = (...path: string[]): Promise<Buffer> => readFile(join(resources, ...path));

describe('images of resources/', () => {
  it.each([16, 24, 32, 48, 64, 128, 256, 512, 1024])('Linux has the icon of %i px', async (size) => {
    expect(sideOf(await image('icons', `${String(size)}x${String(size)}.png`))).toBe(size);
  });

  it('the window and the installer have theirs', async () => {
    expect(sideOf(await image('icon.png'))).toBe(512);
    const images = imagesOf(await image('icon.ico'));
    expect(images.map(({ side }) => side)).toEqual([16, 20, 24, 32, 40, 48, 64, 128, 256]);
    for (const { told, side } of images) expect(told).toBe(side);
  });

  it.each(STATES)('the tray has "%s" in every form', async (state) => {
    for (const [file, side] of [
      [`${state}.png`, 16],
      [`${state}@2x.png`, 32],
      [`${state}-32.png`, 32],
      [`${state}-32@2x.png`, 64],
    ] as const) {
      expect(sideOf(await image('tray', file))).toBe(side);
    }
    const images = imagesOf(await image('tray', `${state}.ico`));
    expect(images.map(({ side }) => side)).toEqual([16, 20, 24, 32, 40, 48, 64]);
  });

  it('an icon file gives back the images that it was made of', async () => {
    const png = await image('icons', '256x256.png');
    const ico = icoFile([
      { size: 256, png },
      { size: 16, png: await image('icons', '16x16.png') },
    ]);
    expect(imagesOf(ico)).toEqual([
      { told: 256, side: 256 },
      { told: 16, side: 16 },
    ]);
    expect(ico.subarray(6 + 32, 6 + 32 + png.length).equals(png)).toBe(true);
  });
});
