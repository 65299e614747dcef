import { expect } from 'chai';
import { checkResources } from '../../policy/check.js';
import { RULES } from '../../policy/rules/all.js';
import { BROKEN_GRANTS } from './brokenGrants.js';
import { BROKEN_RESOURCES } from './brokenResources.js';
import { HEALTHY_STACK, stackWith } from './healthyStack.js';

const BROKEN = [...BROKEN_GRANTS, ...BROKEN_RESOURCES];

describe('checkResources', () => {
  it('has nothing to say against a healthy stack', () => {
    expect(checkResources(HEALTHY_STACK)).to.deep.equal([]);
  });

  describe('when one resource is broken', () => {
    for (const { rule, flaw, resource } of BROKEN) {
      it(`${rule} alone reports ${flaw}`, () => {
        const rules = checkResources(stackWith(resource)).map((violation) => violation.rule);
        expect([...new Set(rules)]).to.deep.equal([rule]);
      });
    }
  });

  it('names the resource and what is wrong with it', () => {
    const [broken] = BROKEN_RESOURCES.filter(({ rule }) => rule === 'required-tags');
    expect(checkResources(broken === undefined ? [] : stackWith(broken.resource))).to.deep.equal([
      {
        rule: 'required-tags',
        urn: 'urn:pulumi:prod-eu::bedrock-budgeteer::aws:sqs/queue:Queue::queue',
        message: 'has no tag Project',
      },
    ]);
  });

  it('reports each rule for a flaw that no other rule sees', () => {
    expect(RULES.map(({ name }) => name)).to.have.members([...new Set(BROKEN.map(({ rule }) => rule))]);
  });
});
