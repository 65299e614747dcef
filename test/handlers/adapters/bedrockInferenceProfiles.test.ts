import { BedrockClient, GetInferenceProfileCommand } from '@aws-sdk/client-bedrock';
import { expect } from 'chai';
import sinon from 'sinon';
import { BedrockInferenceProfiles } from '../../../handlers/adapters/bedrockInferenceProfiles.js';

const PROFILE = 'arn:aws:bedrock:us-east-1:444455556666:application-inference-profile/abcd1234efgh';
const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1';
const EVERYWHERE = 'arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-6-v1';

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe('BedrockInferenceProfiles', () => {
  let send: sinon.SinonStub;
  let profiles: BedrockInferenceProfiles;

  beforeEach(() => {
    const client = new BedrockClient({ region: 'us-east-1' });
    send = sinon.stub(client, 'send');
    profiles = new BedrockInferenceProfiles(client);
  });

  it('names the model behind a profile', async () => {
    send.resolves({ models: [{ modelArn: MODEL }, { modelArn: MODEL.replace('us-east-1', 'us-west-2') }] });
    expect(await profiles.modelBehind(PROFILE)).to.equal(MODEL);
    const command: unknown = send.firstCall.args[0];
    expect(command).to.be.instanceOf(GetInferenceProfileCommand);
    expect(command).to.have.deep.property('input', { inferenceProfileIdentifier: PROFILE });
  });

  it('keeps the scope of a global profile', async () => {
    send.resolves({ models: [{ modelArn: MODEL }, { modelArn: EVERYWHERE }] });
    expect(await profiles.modelBehind(PROFILE)).to.equal('global.anthropic.claude-opus-4-6-v1');
  });

  for (const reply of [{}, { models: [] }, { models: [{}] }]) {
    it(`knows no model from ${JSON.stringify(reply)}`, async () => {
      send.resolves(reply);
      expect(await profiles.modelBehind(PROFILE)).to.equal(undefined);
    });
  }

  for (const name of ['ResourceNotFoundException', 'ValidationException']) {
    it(`knows no model after ${name}`, async () => {
      send.rejects(named(name));
      expect(await profiles.modelBehind(PROFILE)).to.equal(undefined);
    });
  }

  for (const name of ['AccessDeniedException', 'ThrottlingException', 'InternalServerException', 'TimeoutError']) {
    it(`throws ${name}`, async () => {
      send.rejects(named(name));
      expect(await profiles.modelBehind(PROFILE).catch((error: unknown) => error)).to.have.property('name', name);
    });
  }
});
