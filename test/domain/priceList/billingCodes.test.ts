import { expect } from 'chai';
import { codeProblemOf, REGION_OF_CODE } from '../../../domain/priceList/billingCodes.js';

describe('codeProblemOf', () => {
  const OTHER = 'a code of another Region';
  const UNKNOWN = 'a code of no known Region';
  const table: readonly (readonly [string, string, string])[] = [
    ['USE1-NovaMicro-input-tokens', 'us-east-1', 'nothing'],
    ['USE1-NovaMicro-input-tokens', 'us-east-2', `${OTHER}: USE1`],
    ['EU-NovaMicro-input-tokens', 'eu-west-1', 'nothing'],
    ['EUW1-NovaMicro-input-tokens', 'eu-west-1', 'nothing'],
    ['EUC1-NovaMicro-input-tokens', 'eu-west-1', `${OTHER}: EUC1`],
    ['APS3-NovaMicro-input-tokens', 'ap-south-1', 'nothing'],
    ['APS1-NovaMicro-input-tokens', 'ap-south-1', `${OTHER}: APS1`],
    ['CPT-NovaMicro-input-tokens', 'af-south-1', 'nothing'],
    ['UGW1-NovaMicro-input-tokens', 'us-gov-west-1', 'nothing'],
    ['USE1-MP:USE1_InputTokenCount-Units', 'us-east-1', 'nothing'],
    ['USE1-MP:USW2_InputTokenCount-Units', 'us-east-1', `${OTHER}: USW2`],
    ['USW2-MP:USE1_InputTokenCount-Units', 'us-east-1', `${OTHER}: USW2`],
    ['MP:USW2_InputTokenCount-Units', 'us-east-1', `${OTHER}: USW2`],
    ['USE1-USW2-NovaMicro-input-tokens', 'us-east-1', `${OTHER}: USW2`],
    ['APX9-NovaMicro-input-tokens', 'ap-far-9', `${UNKNOWN}: APX9`],
    ['USE1-MP:APX9_InputTokenCount-Units', 'us-east-1', `${UNKNOWN}: APX9`],
    ['APX9-MP:USE1_InputTokenCount-Units', 'eu-west-1', `${UNKNOWN}: APX9`],
    ['MP:InputTokenCount_Global-Units', 'us-east-1', 'nothing'],
    ['NovaMicro-input-tokens', 'eu-west-1', 'nothing'],
    ['constructor-input-tokens', 'eu-west-1', 'nothing'],
    ['GLM-input-tokens', 'eu-west-1', 'nothing'],
    ['USE1', 'us-east-1', 'nothing'],
    ['', 'us-east-1', 'nothing'],
  ];
  for (const [usageType, region, expected] of table) {
    it(`finds ${expected} in ${usageType || 'no name'} of ${region}`, () => {
      const problem = codeProblemOf(usageType, region);
      expect(problem === undefined ? 'nothing' : `${problem.reason}: ${problem.code}`).to.equal(expected);
    });
  }

  it('knows every code as the one of a Region', () => {
    for (const region of Object.values(REGION_OF_CODE)) expect(region).to.match(/^[a-z]{2}(-[a-z]+){1,2}-\d$/);
  });
});

describe('codeProblemOf of a name that looks like a code', () => {
  it('takes the name of the model for none', () => {
    expect(codeProblemOf('USE1-NOVA2-input-tokens', 'us-east-1', 'Nova 2')).to.equal(undefined);
    expect(codeProblemOf('USE1-NOVA2-input-tokens', 'us-east-1', 'Titan')).to.include({ code: 'NOVA2' });
  });

  it('knows codes in small letters and before an underscore', () => {
    for (const usageType of ['apn1-NovaMicro-input-tokens', 'APN1_NovaMicro-input-tokens', 'MP:usw2_input_tokens'])
      expect(codeProblemOf(usageType, 'us-east-1'), usageType).to.include({ reason: 'a code of another Region' });
  });
});
