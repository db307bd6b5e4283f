import { describe, expect, it } from 'vitest';
import { isWebhookId, isWebhookSignature, isWebhookTimestamp } from '../src/index.ts';

describe('isWebhookId', () => {
  it('takes visible ASCII without a full stop and a comma', () => {
    for (let code = 0; code < 256; code += 1) {
      const character = String.fromCharCode(code);
      const isVisible = code > 0x20 && code < 0x7f;
      expect(isWebhookId(character)).toBe(isVisible && character !== '.' && character !== ',');
    }
  });

  it('takes 1 to 255 characters', () => {
    expect([0, 1, 255, 256].map((length) => isWebhookId('a'.repeat(length)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});

describe('isWebhookTimestamp', () => {
  it('takes 1 to 12 digits without a leading zero', () => {
    for (const value of ['1', '1614265330', '999999999999']) {
      expect(isWebhookTimestamp(value)).toBe(true);
    }
    for (const value of ['', '0', '01', '1000000000000', '1.0', '1e3', '+1', ' 1', 1614265330]) {
      expect(isWebhookTimestamp(value)).toBe(false);
    }
  });
});

describe('isWebhookSignature', () => {
  it('takes 4,096 characters and 16 items', () => {
    expect(isWebhookSignature('a'.repeat(4096))).toBe(true);
    expect(isWebhookSignature('a'.repeat(4097))).toBe(false);
    expect(isWebhookSignature('a  '.repeat(16))).toBe(true);
    expect(isWebhookSignature('a '.repeat(17))).toBe(false);
    expect(isWebhookSignature(undefined)).toBe(false);
  });
});
