import { describe, expect, it } from 'vitest';
import { firstProxy } from '../../../src/main/network/pac-answer';

describe('firstProxy', () => {
  it.each([
    ['DIRECT', null],
    ['PROXY proxy.escritorio:8080', 'http://proxy.escritorio:8080'],
    ['PROXY 10.0.0.1:3128; PROXY 10.0.0.2:3128; DIRECT', 'http://10.0.0.1:3128'],
    ['HTTPS proxy.escritorio:443; DIRECT', 'https://proxy.escritorio'],
    ['proxy [::1]:8080', 'http://[::1]:8080'],
    ['DIRECT; PROXY proxy.escritorio:8080', null],
    ['SOCKS5 10.0.0.1:1080; DIRECT', null],
    ['SOCKS5 10.0.0.1:1080; PROXY 10.0.0.2:3128', 'http://10.0.0.2:3128'],
    ['', null],
    ['PROXY', null],
    ['PROXY a b', 'http://a'],
  ])('of "%s" is %s', (answer, proxy) => {
    expect(firstProxy(answer)).toBe(proxy);
  });
});
