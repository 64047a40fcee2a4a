import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from '../../../src/engine/sieg';
import { SIEG_ADDRESS } from '../../../src/shared/audience';

describe('the address of the API', () => {
  it.each([
    [SIEG_ADDRESS, 'https://api.sieg.com', false],
    ['https://api.sieg.com/', 'https://api.sieg.com', false],
    [' https://proxy.example/sieg// ', 'https://proxy.example/sieg', false],
    ['http://127.0.0.1:8080', 'http://127.0.0.1:8080', true],
    ['http://127.9.9.9', 'http://127.9.9.9', true],
    ['http://0x7f.1:99/', 'http://127.0.0.1:99', true],
    ['http://localhost:3000', 'http://localhost:3000', true],
    ['http://[::1]:3000', 'http://[::1]:3000', true],
    ['https://localhost', 'https://localhost', true],
  ])('accepts %s', (given, href, loopback) => {
    expect(parseBaseUrl(given)).toMatchObject({ href, loopback });
  });

  it.each([
    ['', 'SIEG_ADDRESS_INVALID'],
    ['api.sieg.com', 'SIEG_ADDRESS_INVALID'],
    ['ftp://api.sieg.com', 'SIEG_ADDRESS_INVALID'],
    ['file:///etc/passwd', 'SIEG_ADDRESS_INVALID'],
    ['http://api.sieg.com', 'SIEG_ADDRESS_INSECURE'],
    ['http://127.0.0.1.evil.example', 'SIEG_ADDRESS_INSECURE'],
    ['http://localhost.evil.example', 'SIEG_ADDRESS_INSECURE'],
    ['http://128.0.0.1', 'SIEG_ADDRESS_INSECURE'],
    ['http://[::2]', 'SIEG_ADDRESS_INSECURE'],
    ['http://10.0.0.5:8080', 'SIEG_ADDRESS_INSECURE'],
    ['https://user:secret@api.sieg.com', 'SIEG_ADDRESS_NOT_PLAIN'],
    ['https://api.sieg.com/?api_key=secret', 'SIEG_ADDRESS_NOT_PLAIN'],
    ['https://api.sieg.com/#secret', 'SIEG_ADDRESS_NOT_PLAIN'],
  ])('refuses %s', (given, code) => {
    let thrown: unknown;
    try {
      parseBaseUrl(given);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code });
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain('secret');
  });
});
