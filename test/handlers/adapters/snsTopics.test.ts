import { SNSClient } from '@aws-sdk/client-sns';
import { expect } from 'chai';
import { SnsTopics } from '../../../handlers/adapters/snsTopics.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

const ARNS = {
  'budget-alerts': 'arn:aws:sns:us-east-1:444455556666:b',
  'operational-alerts': 'arn:aws:sns:us-east-1:444455556666:o',
  'high-severity': 'arn:aws:sns:us-east-1:444455556666:h',
};

const MESSAGE = { subject: 'Subject', text: 'Text\nof "lines"', sms: 'short', https: '{"version":"1.0"}' };

describe('SnsTopics', () => {
  it('publishes a body for each kind of subscriber, and the text for all others', async () => {
    const { client, inputs } = clientAnswering(SNSClient, () => ({ MessageId: 'm' }));
    await new SnsTopics(client, ARNS).publish('high-severity', MESSAGE);
    const [input] = inputs;
    expect(input).to.deep.include({ TopicArn: ARNS['high-severity'], Subject: 'Subject', MessageStructure: 'json' });
    const { text, sms, https } = MESSAGE;
    expect(JSON.parse(String(input?.['Message']))).to.deep.equal({ default: text, email: text, sms, https });
  });

  it('throws what SNS throws', async () => {
    const { client } = clientAnswering(SNSClient, () => new Error('KMSAccessDenied'));
    expect(String(await rejectionOf(new SnsTopics(client, ARNS).publish('budget-alerts', MESSAGE)))).to.contain('KMS');
  });
});
