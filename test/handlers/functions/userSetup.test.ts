import { expect } from 'chai';
import { principalWithId } from '../../../domain/iam/principal.js';
import { changeBudget } from '../../../handlers/budgets/budgetChanges.js';
import sinon from 'sinon';
import { Account, accountWith, IAM, KEY_OWNER, KEY_USER, NADIA, NOW, PATH_USER, SUMMARISER } from '../iamAccount.js';
import { settingsOf } from '../stubs.js';

describe('createUserSetup', () => {
  const opened: readonly (readonly [string, string, string, string])[] = [
    ['createUser', KEY_USER, 'bedrock_api_key', 'active'],
    ['createUser-withPathAndTags', PATH_USER, 'bedrock_api_key', 'active'],
    ['createServiceSpecificCredential', KEY_OWNER, 'bedrock_api_key', 'active'],
    ['attachUserPolicy', KEY_USER, 'bedrock_api_key', 'active'],
    ['putUserPolicy', NADIA, 'iam_user', 'active'],
    ['attachRolePolicy', SUMMARISER, 'iam_role', 'active'],
    ['putRolePolicy', SUMMARISER, 'iam_role', 'active'],
  ];
  for (const [name, principalId, accountType, status] of opened) {
    it(`opens the budget of the ${accountType} of ${name}, once however often it comes`, async () => {
      const account = accountWith({ personRoles: 'none' });
      for (let delivery = 1; delivery <= 3; delivery += 1) await account.receives(name);
      expect(account.rows()).to.deep.equal([[principalId, accountType, status, '1']]);
      expect(account.telemetry.counts.BudgetsOpened).to.equal(1);
      expect(account.telemetry.lines[0]).to.equal('info | budget opened');
      expect(account.telemetry.lines[1]).to.equal('info | budget not opened | the budget is open already');
      expect(account.telemetry.flushes).to.equal(3);
    });
  }

  const quiet: readonly (readonly [string, string])[] = [
    ['createUser-person', 'event ignored | a user without Bedrock access'],
    ['createUser-failed', 'event ignored | the call failed: EntityAlreadyExistsException'],
    ['createServiceSpecificCredential-codecommit', "event ignored | another service's credential"],
    ['putRolePolicy-deny', 'event ignored | a policy that grants no Bedrock access'],
    ['attachRolePolicy-ssoRole', 'event ignored | a role of persons, who have budgets of their own'],
    ['invokeModel', 'event ignored | not a call to IAM'],
    ['deleteServiceSpecificCredential', 'key deleted; the budget stays'],
    ['deleteUser', 'budget not closed | there is no budget'],
  ];
  for (const [name, line] of quiet) {
    it(`opens nothing at ${name}, and says so`, async () => {
      const account = new Account();
      account.directory.removePrincipal('user', 'BedrockAPIKey-q7r8');
      await account.receives(name);
      expect(account.rows()).to.deep.equal([]);
      expect(account.published).to.deep.equal([]);
      expect(account.telemetry.lines).to.deep.equal([`info | ${line}`]);
    });
  }

  const unreadable: readonly (readonly [string, Readonly<Record<string, unknown>>, string])[] = [
    ['createUser', { eventTime: 'noon' }, 'event unreadable | detail.eventTime: not an ISO 8601 instant'],
    [
      'putUserPolicy',
      { requestParameters: { userName: 'nadia', policyDocument: '{' }, eventID: 'e-1' },
      'policy unreadable | PolicyPut e-1: not a policy document',
    ],
  ];
  for (const [name, overrides, line] of unreadable) {
    it(`warns and counts: ${line}`, async () => {
      const account = new Account();
      await account.receives(name, overrides);
      expect(account.rows()).to.deep.equal([]);
      expect(account.telemetry.lines).to.deep.equal([`warn | ${line}`]);
      expect(account.telemetry.counts).to.deep.equal({ EventsUnreadable: 1 });
      expect(account.telemetry.flushes).to.equal(1);
    });
  }

  it('opens nothing for a policy that is gone', async () => {
    const account = new Account();
    await account.receives('attachRolePolicy', {
      requestParameters: { roleName: 'summariser', policyArn: `${IAM}:policy/x` },
    });
    expect(account.rows()).to.deep.equal([]);
  });

  for (const name of ['createUser', 'attachUserPolicy', 'createServiceSpecificCredential', 'putRolePolicy']) {
    it(`opens nothing at ${name} whose principal is gone`, async () => {
      const account = new Account();
      for (const user of ['BedrockAPIKey-q7r8', 'bedrock-batch']) account.directory.removePrincipal('user', user);
      account.directory.removePrincipal('role', 'summariser');
      await account.receives(name);
      expect(account.rows()).to.deep.equal([]);
      expect(account.telemetry.lines).to.deep.equal([
        'info | budget not opened | the account has no such principal any more',
      ]);
    });
  }

  it("opens nothing for another account's principal or for a namesake under another path", async () => {
    const account = new Account();
    await account.receives('createServiceSpecificCredential', { recipientAccountId: '777788889999' });
    account.directory.addPrincipal('user', `${IAM}:user/new/BedrockAPIKey-q7r8`);
    await account.receives('createUser');
    expect(account.rows()).to.deep.equal([]);
  });

  it('takes the user that IAM knows where the event has no ARN', async () => {
    const account = new Account();
    await account.receives('createUser', { responseElements: null });
    expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'active', '1']]);
  });

  it('counts the first period from the day of the event, not of its arrival', async () => {
    const account = new Account();
    await account.receives('createUser');
    expect(account.budgets.records.get(KEY_USER)?.budget.period.start).to.equal(Date.UTC(2026, 9, 5));
  });

  it('publishes nothing that the outbox holds: that is for the monitor', async () => {
    const account = new Account();
    await account.receives('createUser');
    expect(account.published).to.deep.equal([]);
    expect(account.budgets.records.get(KEY_USER)?.outbox).to.have.length(1);
  });

  it('decides again when somebody else writes the same budget first', async () => {
    const account = new Account();
    const save = sinon.stub(account.budgets, 'save').onFirstCall().resolves('conflict');
    save.callThrough();
    await account.receives('createUser');
    expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'active', '1']]);
    expect(account.telemetry.counts).to.deep.equal({ BudgetsOpened: 1, WriteConflicts: 1 });
  });

  describe('when a user is deleted', () => {
    const gone = async (name: string): Promise<Account> => {
      const account = new Account();
      await account.receives(name);
      for (const user of ['BedrockAPIKey-q7r8', 'BedrockAPIKey-s9t0']) account.directory.removePrincipal('user', user);
      return account;
    };

    it('closes its budget', async () => {
      const account = await gone('createUser');
      for (let delivery = 1; delivery <= 2; delivery += 1) await account.receives('deleteUser');
      expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'closed', '1']]);
      expect(account.telemetry.lines.slice(-2)).to.deep.equal([
        'info | budget closed',
        'info | budget not closed | the budget is closed already',
      ]);
    });

    it('closes its budget, whatever the path, also if the index of names does not have it yet', async () => {
      const withPath = await gone('createUser-withPathAndTags');
      await withPath.receives('deleteUser', { requestParameters: { userName: 'BedrockAPIKey-s9t0' } });
      expect(withPath.rows()).to.deep.equal([[PATH_USER, 'bedrock_api_key', 'closed', '1']]);
      const lagging = await gone('createUser');
      sinon.stub(lagging.budgets, 'named').resolves([]);
      await lagging.receives('deleteUser');
      expect(lagging.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'closed', '1']]);
    });

    it('leaves roles and users of other accounts with its name alone', async () => {
      const account = new Account();
      await account.receives('putRolePolicy');
      const [record] = account.budgets.records.values();
      const foreign = 'arn:aws:iam::777788889999:user/summariser';
      if (record !== undefined)
        account.budgets.records.set(foreign, { ...record, budget: { ...record.budget, principalId: foreign } });
      await account.receives('deleteUser', { requestParameters: { userName: 'summariser' } });
      expect(account.rows().map(([, , status]) => status)).to.deep.equal(['active', 'active']);
    });

    it('closes its budget after a crash at any call and a second delivery', async () => {
      const whole = await gone('createUser');
      whole.calls = 0;
      await whole.receives('deleteUser');
      expect(whole.calls).to.be.above(2);
      for (let failsAt = 1; failsAt <= whole.calls; failsAt += 1) {
        const account = await gone('createUser');
        Object.assign(account, { calls: 0, failsAt });
        expect(await account.receives('deleteUser').catch(String)).to.equal('Error: crash');
        await account.receives('deleteUser');
        expect(account.rows()).to.deep.equal(whole.rows());
      }
    });

    it('keeps the budget of a user that was created again since', async () => {
      const account = new Account();
      await account.receives('createUser');
      await account.receives('deleteUser');
      expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'active', '1']]);
      expect(account.telemetry.lines.at(-1)).to.equal('info | budget not closed | the user was created again');
    });

    it('stays closed for older news that come late, and opens again for newer', async () => {
      const account = await gone('createUser');
      await account.receives('deleteUser');
      account.directory.addPrincipal('user', KEY_USER);
      await account.receives('createUser');
      expect(account.telemetry.lines.at(-1)).to.equal('info | budget not opened | the principal was deleted since');
      await account.receives('createUser', { eventTime: '2026-10-06T16:00:01Z' });
      expect(account.telemetry.lines.at(-1)).to.equal('info | budget opened again');
      expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'active', '1']]);
      expect(account.telemetry.counts.BudgetsOpened).to.equal(1);
    });
  });

  describe('the limit', () => {
    const trusting = { trustLimitTags: 'true', budgetLimitUsd: '5' };

    it("is the stack's, whatever the tags, unless the stack trusts them", async () => {
      const account = accountWith({ budgetLimitUsd: '5' });
      await account.receives('createUser-withPathAndTags');
      expect(account.rows()).to.deep.equal([[PATH_USER, 'bedrock_api_key', 'active', '5']]);
    });

    it('is that of the tag that the user is created with', async () => {
      const account = accountWith(trusting);
      await account.receives('createUser-withPathAndTags');
      expect(account.rows()).to.deep.equal([[PATH_USER, 'bedrock_api_key', 'active', '12.5']]);
    });

    const tagged: readonly (readonly [string | undefined, string, number])[] = [
      ['0.25', '0.25', 0],
      [undefined, '5', 0],
      ['ten', '5', 1],
      ['0', '5', 1],
      ['-1', '5', 1],
      ['', '5', 1],
    ];
    for (const [value, limit, warnings] of tagged) {
      it(`is ${limit} by the tag ${JSON.stringify(value)} that IAM knows`, async () => {
        const account = accountWith(trusting);
        const tags = value === undefined ? {} : { 'BedrockBudgeteer:LimitUsd': value };
        account.directory.addPrincipal('role', SUMMARISER, tags);
        await account.receives('putRolePolicy');
        expect(account.rows()).to.deep.equal([[SUMMARISER, 'iam_role', 'active', limit]]);
        expect(account.telemetry.lines.filter((line) => line.startsWith('warn'))).to.have.length(warnings);
      });
    }

    for (const [value, trust, limit] of [
      ['0.25', 'true', '0.25'],
      ['0.25', 'false', '5'],
      ['ten', 'true', '5'],
      [undefined, 'true', '5'],
    ] as const) {
      it(`is ${limit} by the tag ${String(value)} of a principal whose first spend opened the budget`, async () => {
        const account = accountWith({ ...trusting, trustLimitTags: trust });
        account.directory.addPrincipal(
          'role',
          SUMMARISER,
          value === undefined ? {} : { 'BedrockBudgeteer:LimitUsd': value },
        );
        const principal = principalWithId(SUMMARISER);
        const ports = { ...account.ports(), budgets: account.budgets };
        await changeBudget(ports, SUMMARISER, { type: 'OpenBudget', principal, seenAt: 0 }, account.settings);
        await account.hearsOf(SUMMARISER);
        await account.hearsOf(SUMMARISER);
        expect(account.rows()).to.deep.equal([[SUMMARISER, 'iam_role', 'active', limit]]);
      });
    }

    it('of a person is not looked for', async () => {
      const account = accountWith(trusting);
      await account.hearsOf('person/ana@example.com');
      expect([account.calls, account.rows()]).to.deep.equal([0, []]);
    });

    it('of an open budget stays', async () => {
      const account = accountWith({ budgetLimitUsd: '5' });
      await account.receives('createUser');
      account.settings = settingsOf({ budgetLimitUsd: '9' });
      await account.receives('attachUserPolicy');
      expect(account.rows()).to.deep.equal([[KEY_USER, 'bedrock_api_key', 'active', '5']]);
    });
  });

  describe('the first key', () => {
    it('asks for prices, under the same id on every delivery', async () => {
      const account = new Account();
      for (let delivery = 1; delivery <= 2; delivery += 1) await account.receives('createServiceSpecificCredential');
      const eventId = 'price-refresh-5d0c7a1e-3b52-4c8e-9a64-000000000005';
      const detail = { type: 'PriceRefreshRequested', at: '2026-10-05T09:14:02Z', reason: 'first-api-key' };
      expect(account.published).to.deep.equal([
        { eventId, detail },
        { eventId, detail },
      ]);
      expect(account.telemetry.counts.EventsPublished).to.equal(2);
    });

    it('asks for none once there are prices', async () => {
      const account = new Account();
      account.pricesRefreshedAt = NOW;
      await account.receives('createServiceSpecificCredential');
      expect(account.published).to.deep.equal([]);
    });
  });

  for (const [name] of opened) {
    it(`ends ${name} the same after a crash at any call and a second delivery`, async () => {
      const whole = accountWith({ personRoles: 'none' });
      await whole.receives(name);
      for (let failsAt = 1; failsAt <= whole.calls; failsAt += 1) {
        const account = accountWith({ personRoles: 'none' });
        account.failsAt = failsAt;
        expect(await account.receives(name).catch(String)).to.equal('Error: crash');
        expect(account.telemetry.flushes).to.equal(1);
        await account.receives(name);
        expect(account.rows()).to.deep.equal(whole.rows());
        expect(account.published).to.deep.equal(whole.published);
      }
      expect(whole.calls).to.be.above(2);
    });
  }
});
