import { expect } from 'chai';
import { outputsIn, outputsOfFile } from '../../../cli/stack/outputs.js';
import { UserError } from '../../../cli/userError.js';
import { temporaryFolder } from '../temporaryFolder.js';
import { OUTPUTS, PRINTED } from './stackOutputs.js';

describe('outputsIn', () => {
  it('takes what the commands need', () => {
    expect(outputsIn(PRINTED, 'x')).to.deep.equal(OUTPUTS);
  });

  const names = Object.keys(PRINTED).filter((name) => name !== 'logBucket');
  for (const name of names) {
    it(`names ${name} where it is not there: the stack is older`, () => {
      const problem = `x: no output ${name}; the stack is older than this command: run \`pulumi up\``;
      for (const value of [undefined, null, 5, []]) {
        expect(() => outputsIn({ ...PRINTED, [name]: value }, 'x')).to.throw(UserError, problem);
      }
    });
  }

  it('names all that are missing', () => {
    const { eventBus: _, denyPolicy: __, ...older } = PRINTED;
    expect(() => outputsIn(older, 'x')).to.throw(UserError, 'x: no output eventBus, denyPolicy; ');
  });

  for (const deployment of [{}, { stack: 'dev' }, { accountId: '1' }]) {
    it(`asks for the deployment of ${JSON.stringify(deployment)}`, () => {
      expect(() => outputsIn({ ...PRINTED, deployment }, 'x')).to.throw(UserError, 'x: no output deployment; ');
    });
  }

  for (const other of [{}, null, 5, 'x', [], { bucket: 'b' }]) {
    it(`says that ${JSON.stringify(other)} is of no stack of ours`, () => {
      const problem = 'x: no outputs of a stack of Bedrock Budgeteer, such as userBudgetsTable';
      expect(() => outputsIn(other, 'x')).to.throw(UserError, problem);
    });
  }
});

describe('outputsOfFile', () => {
  const folder = temporaryFolder();

  it('reads one stack, or a list of several', () => {
    const prod = { ...PRINTED, deployment: { ...PRINTED.deployment, stack: 'prod' } };
    expect(outputsOfFile(folder.write('one.json', JSON.stringify(PRINTED)))).to.deep.equal([OUTPUTS]);
    const several = folder.write('several.json', JSON.stringify([PRINTED, prod]));
    expect(outputsOfFile(several)).to.deep.equal([OUTPUTS, { ...OUTPUTS, stack: 'prod' }]);
  });

  const broken: readonly (readonly [string, string, RegExp])[] = [
    ['a text', 'not json', /: not the JSON of `pulumi stack output --json`: [^\n]+$/],
    ['a cut file', JSON.stringify(PRINTED).slice(0, 99), /: not the JSON of `pulumi stack output --json`: [^\n]+$/],
    ['nothing', '', /: not the JSON of /],
    ['a list with another', JSON.stringify([PRINTED, {}]), /outputs\.json\[1\]: no outputs of a stack /],
    ['an empty list', '[]', /: no outputs of a stack /],
  ];
  for (const [what, text, problem] of broken) {
    it(`says what is wrong with ${what}`, () => {
      const file = folder.write('outputs.json', text);
      expect(() => outputsOfFile(file)).to.throw(UserError, problem);
    });
  }

  it('says that a file is not there', () => {
    expect(() => outputsOfFile('nowhere.json')).to.throw(UserError, /^nowhere\.json: .*ENOENT/);
  });
});
