import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { expect } from 'chai';
import { MINUTE_MS } from '../../../domain/instant.js';
import { AwsSecrets } from '../../../handlers/adapters/awsSecrets.js';
import { ConfigurationError } from '../../../handlers/runtime/errors.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const ARN = 'arn:aws:secretsmanager:us-east-1:444455556666:secret:x-a1b2c3';

function secretsOf(value: string | undefined) {
  const clock = new VirtualClock(0);
  const manager = clientAnswering(SecretsManagerClient, () => ({ SecretString: value }));
  const ssm = clientAnswering(SSMClient, () => ({ Parameter: { Value: value } }));
  return { clock, manager, ssm, secrets: new AwsSecrets(manager.client, ssm.client, clock) };
}

describe('AwsSecrets', () => {
  it('reads secrets by ARN and parameters by name, decrypted', async () => {
    const { secrets, manager, ssm } = secretsOf(' value\n');
    expect(await secrets.read(ARN)).to.equal('value');
    expect(await secrets.read('/channels/x')).to.equal('value');
    expect(manager.inputs).to.deep.equal([{ SecretId: ARN }]);
    expect(ssm.inputs).to.deep.equal([{ Name: '/channels/x', WithDecryption: true }]);
  });

  it('keeps a value for a while, so that one that was replaced is soon in use', async () => {
    const { secrets, manager, clock } = secretsOf('value');
    for (const minute of [0, 4, 5, 9]) {
      clock.set(minute * MINUTE_MS);
      await secrets.read(ARN);
    }
    expect(manager.inputs).to.have.length(2);
  });

  it('names a secret that holds no text, and keeps nothing of it', async () => {
    for (const value of [undefined, '', '  ']) {
      const { secrets, manager } = secretsOf(value);
      const failures = [await rejectionOf(secrets.read(ARN)), await rejectionOf(secrets.read(ARN))];
      for (const failure of failures) {
        expect(failure).to.be.instanceOf(ConfigurationError);
        expect(String(failure)).to.contain(ARN);
      }
      expect(manager.inputs).to.have.length(2);
    }
  });
});
