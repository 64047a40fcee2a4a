import { describe, expect, it } from 'vitest';
import { hasDisplay } from '../../../scripts/lib/display.mjs';

describe('whether there is a screen', () => {
  it.each([
    ['win32', {}, true],
    ['darwin', {}, true],
    ['linux', { DISPLAY: ':0' }, true],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
    ['linux', { DISPLAY: '' }, false],
    ['linux', {}, false],
  ] as const)('%s with %o: %s', (platform, env, expected) => {
    expect(hasDisplay(platform, env)).toBe(expected);
  });
});
