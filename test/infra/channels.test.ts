import { expect } from 'chai';
import { TOPICS } from '../../handlers/contracts/topics.js';
import { readChannels } from '../../handlers/notifications/readChannels.js';
import { calledChannels, readChannelConfig, type Channel } from '../../infra/channels.js';

const IDENTITY = { stack: 'dev', partition: 'aws', accountId: '444455556666', homeRegion: 'eu-west-1' };
const SECRET = 'arn:aws:secretsmanager:eu-west-1:444455556666:secret:webhook-a1b2c3';

function channelsOf(value: unknown): readonly Channel[] {
  const answer = readChannelConfig(value, IDENTITY);
  if (answer.kind === 'invalid') throw new Error(answer.problems.join('\n'));
  return answer.channels;
}

function problemsOf(value: unknown): readonly string[] {
  const answer = readChannelConfig(value, IDENTITY);
  return answer.kind === 'invalid' ? answer.problems : [];
}

const ALL = [
  { type: 'email', address: 'finops@example.com', receives: ['budget-alerts'] },
  { type: 'sms', number: '+15555550100' },
  { type: 'slack', workspaceId: 'T012AB3CD', channelId: 'C012AB3CD' },
  { type: 'slack-webhook', secret: '/channels/slack' },
  { type: 'pagerduty', secret: '/channels/pagerduty' },
  { type: 'webhook', name: 'siem', secret: SECRET, url: 'https://hooks.example.com/x' },
];

describe('readChannelConfig', () => {
  it('takes every kind of channel, with what it usually receives', () => {
    expect(channelsOf(undefined)).to.deep.equal([]);
    expect(channelsOf(ALL)).to.deep.equal([
      ALL[0],
      { ...ALL[1], receives: ['high-severity'] },
      { ...ALL[2], receives: TOPICS },
      { ...ALL[3], name: 'slack-webhook', receives: TOPICS },
      {
        ...ALL[4],
        name: 'pagerduty',
        receives: ['high-severity'],
        url: 'https://events.pagerduty.com/v2/enqueue',
      },
      { ...ALL[5], receives: TOPICS },
    ]);
  });

  it('hands over what the notifier reads', () => {
    const called = calledChannels(channelsOf(ALL));
    expect(readChannels(JSON.stringify(called))).to.deep.equal(called);
    expect(called.map(({ name }) => name)).to.deep.equal(['slack-webhook', 'pagerduty', 'siem']);
  });

  const WEBHOOK = { type: 'webhook', secret: SECRET, url: 'https://hooks.example.com/x' };
  const REFUSED: readonly (readonly [unknown, string])[] = [
    ['email', "channels: not a list of channels; set one after another by --path 'channels[0].type'"],
    [{ type: 'email' }, "channels: not a list of channels; set one after another by --path 'channels[0].type'"],
    [['email'], 'channels[0]: not a channel'],
    [[{ type: 'fax' }], 'channels[0].type: not one of email, sms, slack, slack-webhook, pagerduty, webhook'],
    [[{ type: 'email' }], 'channels[0].address: not an e-mail address'],
    [[{ type: 'email', address: 'nobody' }], 'channels[0].address: not an e-mail address'],
    [
      [{ type: 'sms', number: 15555550100 }],
      "channels[0].number: 15555550100 is not a text with a plus, such as '+15555550100': the plus is lost without quotes in Pulumi.STACK.yaml, and by --path without --type string",
    ],
    [
      [{ type: 'slack', workspaceId: 'T012AB3CD', channelId: `C${'0'.repeat(21)}` }],
      'channels[0].channelId: not the id of a channel, such as C012AB3CD',
    ],
    [[{ type: 'email', address: `a@${'b'.repeat(253)}` }], 'channels[0].address: not an e-mail address'],
    [[{ type: 'sms', number: '0555' }], 'channels[0].number: not a number such as +15555550100'],
    [
      [{ type: 'slack', workspaceId: 'T012AB3CD', channelId: '#general' }],
      'channels[0].channelId: not the id of a channel, such as C012AB3CD',
    ],
    [[{ ...WEBHOOK, name: 'My hook' }], 'channels[0].name: not a name of a-z, 0-9 and -'],
    [[{ ...WEBHOOK, url: 'http://hooks.example.com' }], 'channels[0].url: not an https URL without a password'],
    [[{ ...WEBHOOK, url: 'https://a:b@hooks.example.com' }], 'channels[0].url: not an https URL without a password'],
    [[{ ...WEBHOOK, url: 'https://:b@hooks.example.com' }], 'channels[0].url: not an https URL without a password'],
    [[{ ...WEBHOOK, topics: [] }], 'channels[0].topics: unknown; webhook takes name, secret, url, receives'],
    [
      [{ ...WEBHOOK, receives: ['everything'] }],
      'channels[0].receives: not a list of budget-alerts, operational-alerts, high-severity',
    ],
    [
      [{ ...WEBHOOK, receives: [] }],
      'channels[0].receives: not a list of budget-alerts, operational-alerts, high-severity',
    ],
    [[ALL[0], ALL[0]], 'channels: email finops@example.com: two of them; give each a name, or leave one out'],
    [[WEBHOOK, WEBHOOK], 'channels: webhook: two of them; give each a name, or leave one out'],
  ];
  for (const [value, problem] of REFUSED) {
    it(`refuses: ${problem}`, () => {
      expect(problemsOf(value)).to.deep.equal([problem]);
    });
  }

  it('takes the place of a secret, never a secret, and shows none that was pasted', () => {
    const wrong = [
      'https://hooks.slack.com/services/T0/B0/T0KEN',
      'T0KEN',
      SECRET.replace('eu-west-1', 'us-east-1'),
      SECRET.replace('444455556666', '111122223333'),
      '/bedrock-budgeteer/dev/overrides/T0KEN',
      '/',
      '',
      undefined,
    ];
    for (const secret of wrong) {
      const [problem] = problemsOf([{ type: 'slack-webhook', secret }]);
      expect(problem, secret).to.match(/^channels\[0\]\.secret: .*never the secret itself$/);
      expect(problem).to.not.contain('T0KEN');
    }
    for (const key of ['url', 'name', 'secret']) {
      expect(problemsOf([{ ...WEBHOOK, [key]: 'http://T0KEN' }]).join())
        .to.match(/^channels/)
        .and.not.contain('T0KEN');
    }
  });

  it('refuses more than the environment of a function holds', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...WEBHOOK, name: `hook-${index}` }));
    expect(problemsOf(many)).to.deep.equal([
      "channels: 4331 characters of those that are called over HTTPS are more than 2500: they share the 4,096 bytes of a function's environment",
    ]);
  });
});
