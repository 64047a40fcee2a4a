import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isTrusted } from '../../../src/main/ipc/sender';
import { CONTENT_SECURITY_POLICY } from '../../../src/main/security/app-files';
import { isOwnAddress } from '../../../src/main/security/guards';
import { isAllowedLink, LINKS } from '../../../src/main/security/links';
import { menuTemplate } from '../../../src/main/menu/template';
import { linkSchema } from '../../../src/shared/ipc/shell';

describe('links to the outside', () => {
  it('are all on the list, and one for each name of the contract', () => {
    expect(Object.keys(LINKS).sort()).toEqual([...linkSchema.options].sort());
    for (const address of Object.values(LINKS)) expect(isAllowedLink(address)).toBe(true);
  });

  it.each([
    'http://www.sieg.com/',
    'https://www.sieg.com.mau.exemplo/',
    'https://mau.exemplo/www.sieg.com',
    'https://www.sieg.com@mau.exemplo/',
    'https://pessoa:senha@www.sieg.com/',
    'https://www.sieg.com:8443/',
    'https://outra.sieg.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:',
    '\\\\servidor\\pasta',
    'www.sieg.com',
    '',
  ])('refuse %s', (address) => {
    expect(isAllowedLink(address)).toBe(false);
  });

  it('refuse whatever is not https to a listed host', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (address) => !isAllowedLink(address)),
      { numRuns: 300 },
    );
  });
});

describe('who may ask', () => {
  const page = { url: 'app://malote/index.html', isTop: true, isOurWindow: true };

  it('is the application’s own page', () => {
    expect(isTrusted(page)).toBe(true);
    expect(isTrusted({ ...page, url: 'app://malote/index.html?x#y' })).toBe(true);
  });

  it.each([
    { ...page, isTop: false },
    { ...page, isOurWindow: false },
    { ...page, url: undefined },
    { ...page, url: '' },
    { ...page, url: 'about:blank' },
    { ...page, url: 'file:///index.html' },
    { ...page, url: 'app://malote.mau.exemplo/index.html' },
    { ...page, url: 'app://maloteX/' },
    { ...page, url: 'https://malote/index.html' },
    { ...page, url: 'data:text/html,app://malote/' },
  ])('is nobody else: %j', (sender) => {
    expect(isTrusted(sender)).toBe(false);
  });
});

describe('what a page may load', () => {
  it('is its own files', () => {
    expect(isOwnAddress('app://malote/assets/x.js')).toBe(true);
    for (const address of [
      'http://127.0.0.1/',
      'https://exemplo/',
      'ws://x/',
      'file:///x',
      'app://outro/x',
      'data:,x',
      'blob:app://malote/1',
    ])
      expect(isOwnAddress(address)).toBe(false);
  });

  it('is nothing by default, and no script or style but from files', () => {
    const directives = new Map(
      CONTENT_SECURITY_POLICY.split('; ').map((one) => [one.split(' ')[0], one.split(' ').slice(1).join(' ')]),
    );
    expect(directives.get('default-src')).toBe("'none'");
    expect(directives.get('script-src')).toBe("'self'");
    expect(directives.get('style-src')).toBe("'self'");
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|http|data:|blob:/);
  });
});

describe('menu', () => {
  const actions = {
    reload: () => undefined,
    openLogs: () => undefined,
    openSite: () => undefined,
    about: () => undefined,
  };

  it('has the developer tools only where it is told to', () => {
    const packed = JSON.stringify(menuTemplate(actions, { isMac: false, devTools: false }));
    expect(packed).not.toContain('DevTools');
    expect(packed).not.toContain('"reload"');
    expect(JSON.stringify(menuTemplate(actions, { isMac: false, devTools: true }))).toContain('toggleDevTools');
  });

  it('speaks Portuguese', () => {
    const labels = (items: ReturnType<typeof menuTemplate>): (string | undefined)[] =>
      items.flatMap(({ type, label, submenu }) => [
        ...(type === 'separator' ? [] : [label]),
        ...(Array.isArray(submenu) ? labels(submenu) : []),
      ]);
    expect(labels(menuTemplate(actions, { isMac: false, devTools: true }))).not.toContain(undefined);
  });
});
