import { expect } from 'chai';
import { CHECKS } from '../../../cli/doctor/checks/all.js';
import { operatorStatements, releaseStatements } from '../../../cli/policies/operatorPolicy.js';
import { readerStatements } from '../../../cli/policies/readerPolicy.js';
import { isGranted, statementsOf, type Access } from '../../../local/world/iam/policyStatements.js';
import type { IamStatement } from '../../../domain/iam/denyDocument.js';
import { policyText } from '../../../infra/policies/documents.js';
import { temporaryFolder } from '../temporaryFolder.js';
import { accessesOf } from './accesses.js';
import { IDENTITY } from './answers.js';
import type { Call } from './recordedCalls.js';
import { reachableOperations } from './reachable.js';
import { callsOf, CHANGING, LOOKING, releaseCalls, type Run } from './runs.js';

const READER = readerStatements(IDENTITY);
const OPERATOR = operatorStatements(IDENTITY);
const RELEASE = releaseStatements(IDENTITY);

/** Of IAM, by number of characters without blanks. */
const MAX_POLICY = 6144;

/** What the reader may ask beyond the stack: nothing narrower answers, or the question is about the account. */
const BEYOND: readonly string[] = [
  'SeeAlarms',
  'SeeTrails',
  'SeeRights',
  'SeeRoles',
  'SeeAccount',
  'ListKeys',
  'InventoryOfAccount',
  'InventoryOfUse',
  'InventoryOfPolicies',
  'FindKeyUsers',
];

function isAllowed(statements: readonly IamStatement[], access: Access): boolean {
  return isGranted(statementsOf(policyText(statements)), access);
}

function textOf({ action, resource }: Access): string {
  return `${action} on ${resource}`;
}

/** What the statements refuse of some calls; each once. */
function refused(statements: readonly IamStatement[], calls: readonly Call[]): readonly string[] {
  const accesses = calls.flatMap(accessesOf).filter((access) => !isAllowed(statements, access));
  return [...new Set(accesses.map(textOf))];
}

/** Each action on each resource of the statements that none of the calls needs. */
function needless(statements: readonly IamStatement[], calls: readonly Call[]): readonly string[] {
  const accesses = calls.flatMap(accessesOf);
  return statements.flatMap((statement) =>
    statement.Action.flatMap((action) =>
      statement.Resource.filter((resource) => {
        const narrow = { ...statement, Action: [action], Resource: [resource] };
        return !accesses.some((access) => isAllowed([narrow], access));
      }).map((resource) => `${action} on ${resource}`),
    ),
  );
}

async function allCalls(runs: readonly Run[]): Promise<readonly Call[]> {
  const calls: Call[] = [];
  for (const run of runs) calls.push(...(await callsOf(run)));
  return calls;
}

describe('the policies for people', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();

  for (const run of LOOKING) {
    it(`let readers use ${run.line}`, async () => {
      const calls = await callsOf(run);
      expect(calls.length).to.be.above(1);
      expect(refused(READER, calls)).to.deep.equal([]);
    });
  }

  for (const run of CHANGING) {
    it(`let operators use ${run.line}, and not readers`, async () => {
      const calls = await callsOf(run);
      expect(refused([...READER, ...OPERATOR], calls)).to.deep.equal([]);
      expect(refused(READER, calls)).not.to.deep.equal([]);
    });
  }

  it('let who has all three release everybody, and not operators', async () => {
    const calls = await releaseCalls(folder.path);
    expect(refused([...READER, ...OPERATOR, ...RELEASE], calls)).to.deep.equal([]);
    expect(refused([...READER, ...OPERATOR], calls)).to.have.length(RELEASE.length);
    expect(needless(RELEASE, calls)).to.deep.equal([]);
  });

  it('allow readers nothing that no command asks for', async () => {
    expect(needless(READER, await allCalls(LOOKING))).to.deep.equal([]);
  });

  it('allow operators nothing that no command asks for', async () => {
    expect(needless(OPERATOR, await allCalls(CHANGING))).to.deep.equal([]);
  });

  it('were asked for every call that the code of the commands can come to', async () => {
    const reachable = reachableOperations();
    const calls = [...(await allCalls([...LOOKING, ...CHANGING])), ...(await releaseCalls(folder.path))];
    const made = new Set(calls.map(({ operation }) => operation));
    // A role of another account (docs/accounts.md), and users of keys that somebody puts into groups (docs/permissions.md).
    const elsewhere = ['AssumeRole', 'RemoveUserFromGroup'];
    expect([...reachable].filter((operation) => !made.has(operation))).to.deep.equal(elsewhere);
    expect([...made].filter((operation) => !reachable.has(operation))).to.deep.equal([]);
  });

  it('name all actions that the checks of doctor name', () => {
    const named = new Set(READER.flatMap(({ Action }) => Action));
    expect(CHECKS.flatMap(({ actions }) => actions).filter((action) => !named.has(action))).to.deep.equal([]);
  });

  it('allow readers to look alone', () => {
    const looks = /:(Get|List|Describe|BatchGet|Query$|Scan$|Decrypt$|Simulate|GenerateServiceLastAccessedDetails$)/;
    expect(READER.flatMap(({ Action }) => Action).filter((action) => !looks.test(action))).to.deep.equal([]);
    expect(
      [...OPERATOR, ...RELEASE].flatMap(({ Action }) => Action).filter((action) => !looks.test(action)),
    ).to.have.length.above(10);
  });

  it('name the stack in every resource, but where the question is about the account', () => {
    const all = [...READER, ...OPERATOR, ...RELEASE];
    const others = all.filter(({ Resource, Condition }) =>
      [Resource, ...(Condition === undefined ? [] : [[JSON.stringify(Condition)]])].every((texts) =>
        texts.some((text) => !/bedrock-budgeteer[-/]prod[-/]?/.test(text)),
      ),
    );
    expect(others.map(({ Sid }) => Sid)).to.deep.equal(BEYOND);
    const beyond = all.filter(({ Sid }) => BEYOND.includes(Sid)).flatMap(({ Action }) => Action);
    expect(beyond.filter((action) => !/:(Get|List|Describe|Simulate|Generate)/.test(action))).to.deep.equal([]);
  });

  it('refuse another stack of the account, and its key', async () => {
    const calls = await callsOf(LOOKING[2] as Run);
    const other = { ...IDENTITY, stack: 'dev' };
    const all = [readerStatements, operatorStatements, releaseStatements].flatMap((of) => of(other));
    expect(refused(all, calls)).to.have.length(
      new Set(
        calls
          .filter(({ service }) => service !== 'sts')
          .flatMap(accessesOf)
          .map(textOf),
      ).size,
    );
  });

  it('fit into managed policies with the longest names', () => {
    const longest = { ...IDENTITY, stack: 'abcdefghij', homeRegion: 'ap-southeast-1' };
    for (const of of [readerStatements, operatorStatements, releaseStatements]) {
      expect(policyText(of(longest)).length).to.be.below(MAX_POLICY);
    }
  });
});
