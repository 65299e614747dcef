import { expect } from 'chai';
import { isMailAddress } from '../../../domain/iam/mailAddress.js';

describe('isMailAddress', () => {
  for (const address of [
    'alice@example.com',
    'a.b+c_d-e@mail.example.co.uk',
    "o'neil@example.com",
    'x@xn--bcher-kva.example',
    `${'a'.repeat(64)}@example.com`,
  ]) {
    it(`takes ${address}`, () => {
      expect(isMailAddress(address)).to.equal(true);
    });
  }

  for (const address of [
    '',
    'alice',
    'alice@localhost',
    'alice@example.com, bob@example.com',
    'alice,bob@example.com',
    'Alice <alice@example.com>',
    'alice@example.com\r\nBcc: bob@example.com',
    '*@example.com',
    '${aws:username}@example.com',
    'a..b@example.com',
    '.a@example.com',
    'a.@example.com',
    'a@-example.com',
    'a@example-.com',
    'a@example..com',
    'a@example.1',
    'alice@example.com@example.com',
    'bücher@example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.com`,
  ]) {
    it(`takes no ${JSON.stringify(address)}`, () => {
      expect(isMailAddress(address)).to.equal(false);
    });
  }
});
