import { expect } from 'chai';
import { deniesOfOtherStacks } from '../../../handlers/workflows/otherStacks.js';

const POLICY = 'arn:aws:iam::444455556666:policy';
const OWN = {
  denyPolicyArn: `${POLICY}/bedrock-budgeteer-dev-deny`,
  denyBoundaryArn: `${POLICY}/bedrock-budgeteer-dev-deny-boundary`,
};

const TABLE: readonly (readonly [string, boolean])[] = [
  [`${POLICY}/bedrock-budgeteer-prod-deny`, true],
  [`${POLICY}/bedrock-budgeteer-prod-deny-boundary`, true],
  [OWN.denyPolicyArn, false],
  [OWN.denyBoundaryArn, false],
  [`${POLICY}/bedrock-budgeteer-prod-denying`, false],
  ['arn:aws:iam::aws:policy/AmazonBedrockFullAccess', false],
];

describe('deniesOfOtherStacks', () => {
  for (const [arn, isOthers] of TABLE) {
    it(`${isOthers ? 'finds' : 'passes over'} ${arn.slice(arn.lastIndexOf('/') + 1)}`, () => {
      const found = isOthers ? [arn] : [];
      expect(deniesOfOtherStacks({ attachedPolicyArns: [arn], boundaryArn: undefined }, OWN)).to.deep.equal(found);
      expect(deniesOfOtherStacks({ attachedPolicyArns: [], boundaryArn: arn }, OWN)).to.deep.equal(found);
    });
  }
});
