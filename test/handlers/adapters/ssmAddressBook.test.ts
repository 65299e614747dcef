import { SSMClient } from '@aws-sdk/client-ssm';
import { expect } from 'chai';
import { SsmAddressBook } from '../../../handlers/adapters/ssmAddressBook.js';
import { storedAddresses } from '../../../handlers/contracts/storedAddresses.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const PATH = '/bedrock-budgeteer-addresses/dev/';

function bookOf(texts: ReadonlyMap<string, string>) {
  const Parameters = [...texts].map(([name, Value]) => ({ Name: `${PATH}${name}`, Value })).reverse();
  const { client, inputs } = clientAnswering(SSMClient, ({ NextToken }) =>
    NextToken === undefined
      ? { Parameters: Parameters.slice(0, 10), NextToken: 'more' }
      : { Parameters: Parameters.slice(10) },
  );
  return { book: new SsmAddressBook(client, PATH), inputs };
}

describe('SsmAddressBook', () => {
  it('reads what the stack stores, in its order, however many parameters it takes', async () => {
    const entries = Array.from({ length: 900 }, (_, index) => ({
      who: `person/n${index}`,
      address: `n${index}@example.com`,
    }));
    const texts = storedAddresses(entries);
    expect(texts.size).to.be.greaterThan(10);
    for (const text of texts.values()) expect(text.length).to.be.at.most(4096);
    const { book, inputs } = bookOf(texts);
    expect(await book.read()).to.deep.equal(entries);
    expect(inputs).to.have.length(2);
    expect(inputs[0]).to.deep.include({ Path: PATH });
  });

  it('is empty where nothing is stored', async () => {
    expect(storedAddresses([]).size).to.equal(0);
    expect(await bookOf(new Map()).book.read()).to.deep.equal([]);
  });

  for (const text of ['alice@example.com', '{"who":"person/a"}', '[{"who":"person/a","address":"secret@x"}]']) {
    it(`throws for ${text}, without a word of it`, async () => {
      const failure = String(await rejectionOf(bookOf(new Map([['0', text]])).book.read()));
      expect(failure).to.contain(`${PATH}0`);
      expect(failure).to.not.match(/alice|secret|person/);
    });
  }
});
