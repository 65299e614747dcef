import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { permissionsIn } from '../../cli/security/rolePermissions.js';
import { permissionsPage, WITH_MORE } from '../../cli/security/permissionsPage.js';
import { FUNCTIONS } from '../../handlers/contracts/functions.js';
import { StackGraph } from '../infra/stackGraph.js';

const PAGE = readFileSync('docs/permissions.md', 'utf8');

describe('docs/permissions.md', function () {
  this.timeout(120_000);

  it('lists what the roles of prod may do, as the program declares it', async () => {
    const { plan } = await StackGraph.of('prod');
    const { plan: more } = await StackGraph.of('prod', 'resolved', WITH_MORE);
    expect(permissionsPage(PAGE, plan, more)).to.equal(PAGE);
  });

  it('has a row for each function, and what differs by setting is those’ that change IAM, the readers’, mail, and the daily page', async () => {
    const [{ plan }, { plan: more }] = [
      await StackGraph.of('prod'),
      await StackGraph.of('prod', 'resolved', WITH_MORE),
    ];
    const keys = (of: typeof plan): readonly string[] => permissionsIn(of).map((one) => `${one.role} ${one.statement}`);
    const roles = new Set(permissionsIn(more).map(({ role }) => role));
    expect([...roles]).to.include.members(Object.values(FUNCTIONS).map(({ name }) => name));
    expect(keys(more).filter((key) => !keys(plan).includes(key))).to.deep.equal([
      'budget-monitor ReadPersonDocuments',
      'iam-utilities ListApiKeys',
      'iam-utilities AttachPersonPolicies',
      'iam-utilities SetAndRemoveBoundary',
      'iam-utilities SwitchApiKeys',
      'notifier ReadAddresses',
      'notifier SendMail',
      'person-access ReadPersonDocuments',
      'person-access WritePersonDocuments',
      'policy-backup ListApiKeys',
      'report-writer WriteLogs',
      'report-writer ReadSettings',
      'report-writer ReadAllBudgets',
      'report-writer ReadUsageOfSpan',
      'report-writer ReadAuditDays',
      'report-writer WriteReports',
      'report-writer ReportFailures',
      'user-setup ListApiKeys',
    ]);
  });
});
