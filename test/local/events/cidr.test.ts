import { expect } from 'chai';
import fc from 'fast-check';
import { compileCidr } from '../../../local/events/cidr.js';

const BLOCKS: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ['10.0.0.0/24', ['10.0.0.0', '10.0.0.255'], ['10.0.1.0', '10.0.0', '10.0.0.256', '::a00:0', 'ten', '10.0.0.1 ']],
  ['10.0.0.77/24', ['10.0.0.1'], ['10.0.1.77']],
  ['0.0.0.0/0', ['255.255.255.255'], ['::']],
  ['10.0.0.2/31', ['10.0.0.2', '10.0.0.3'], ['10.0.0.1', '10.0.0.4']],
  [
    '2001:db8::/32',
    ['2001:db8::', '2001:DB8:ffff::1', '2001:0db8:0:0:0:0:0:1'],
    ['2001:db9::', '2001:db8::1::', '32.1.13.184'],
  ],
  ['::/0', ['::', '1:2:3:4:5:6:7:8', 'ffff::'], ['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1:2:3:4::5:6:7:8', '0.0.0.0']],
];

describe('compileCidr', () => {
  for (const [block, inside, outside] of BLOCKS) {
    it(`reads ${block}`, () => {
      const test = compileCidr(block);
      if (test === undefined) throw new Error('not compiled');
      for (const address of inside) expect(test(address), address).to.equal(true);
      for (const address of outside) expect(test(address), address).to.equal(false);
    });
  }

  it('takes no other block', () => {
    for (const block of [
      '10.0.0.0',
      '10.0.0.0/32',
      '10.0.0.0/33',
      '::/128',
      '10.0.0/8',
      '10.0.0.0/-1',
      '/8',
      '::/8/8',
      '',
    ]) {
      expect(compileCidr(block), block).to.equal(undefined);
    }
  });

  it('compares as many bits as the mask has', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    const address = fc.array(fc.oneof(group, fc.constant(0)), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(address, fc.integer({ min: 0, max: 127 }), fc.nat(127), (groups, mask, flipped) => {
        const other = groups.map((value, index) =>
          flipped >> 4 === index ? value ^ (0x8000 >> (flipped & 15)) : value,
        );
        expect(compileCidr(`${written(groups)}/${mask}`)?.(written(other))).to.equal(flipped >= mask);
      }),
    );
  });
});

function written(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(':');
}
