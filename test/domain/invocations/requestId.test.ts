import { expect } from 'chai';
import { invocationOf } from './records.js';

const UUID = '0b6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9a01';

describe('the request id of a call', () => {
  for (const [logged, id] of [
    [UUID, UUID],
    [UUID.toUpperCase(), UUID],
    ['0B6e1a5e-7f0c-4b5e-9d53-2f5a0f7d9A01', UUID],
    ['REQUEST-1', 'REQUEST-1'],
    [`${UUID.toUpperCase()}-RETRY`, `${UUID.toUpperCase()}-RETRY`],
    [`X${UUID.toUpperCase()}`, `X${UUID.toUpperCase()}`],
    [UUID.toUpperCase().replaceAll('-', ''), UUID.toUpperCase().replaceAll('-', '')],
  ] as const) {
    it(`takes ${logged} for ${id}`, () => {
      expect(invocationOf({ requestId: logged }).requestId).to.equal(id);
    });
  }
});
