import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { credentials } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/analyzer_pb.js';
import type { AnalyzeDiagnostic, AnalyzeResponse, AnalyzerInfo } from '@pulumi/pulumi/proto/analyzer_pb.js';
import { expect } from 'chai';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';
import type { JavaScriptValue } from 'google-protobuf/google/protobuf/struct_pb.js';
import type { PlannedResource } from '../../policy/check.js';
import { RULES } from '../../policy/rules/all.js';
import { HEALTHY_STACK, INPUTS, resource, stackWith, TYPES, UNKNOWN } from './healthyStack.js';

/** Pulumi runs a pack in its folder, as the program `.` (pulumi/pulumi, sdk/go/common/resource/plugin). */
const RUNNER = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run-policy-pack');

describe('the policy pack', () => {
  let pack: ChildProcess;
  let analyzer: InstanceType<typeof services.AnalyzerClient>;

  before(async () => {
    pack = spawn(process.execPath, [RUNNER, '127.0.0.1:1', '.'], {
      cwd: 'policy',
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    analyzer = new services.AnalyzerClient(`127.0.0.1:${await firstLine(pack)}`, credentials.createInsecure());
  });

  after(() => {
    analyzer.close();
    pack.kill();
  });

  it('stops a deployment by each of its rules', async () => {
    const info = await answered<AnalyzerInfo>((done) => analyzer.getAnalyzerInfo(new empty.Empty(), done));
    const { MANDATORY } = messages.EnforcementLevel;
    expect(info.getPoliciesList().map((one) => [one.getName(), one.getEnforcementlevel()])).to.deep.equal(
      RULES.map(({ name }) => [name, MANDATORY]),
    );
  });

  it('accepts each resource of a healthy stack', async () => {
    expect(await Promise.all(HEALTHY_STACK.map(diagnosticsOf))).to.deep.equal(HEALTHY_STACK.map(() => []));
  });

  it('judges what is known of a resource beside what a preview does not know', async () => {
    const table = { ...INPUTS.table, name: UNKNOWN, pointInTimeRecovery: { enabled: false } };
    expect(await diagnosticsOf(resource(TYPES.table, 'table', table))).to.deep.equal([
      'table-recovery: has no point-in-time recovery',
      'production-tables-protected: is not protected by Pulumi',
    ]);
  });

  it('accepts a healthy stack as a whole', async () => {
    expect(await stackDiagnosticsOf(HEALTHY_STACK)).to.deep.equal([]);
  });

  it('says which resource lacks another', async () => {
    const stack = stackWith(resource(TYPES.queue, 'lonely', INPUTS.queue));
    expect(await stackDiagnosticsOf(stack)).to.deep.equal([
      'tls-only: has no policy that denies everybody calls without TLS (urn:pulumi:prod-eu::bedrock-budgeteer::aws:sqs/queue:Queue::lonely)',
    ]);
  });

  async function diagnosticsOf({
    urn,
    type,
    name,
    inputs,
    protect = false,
  }: PlannedResource): Promise<readonly string[]> {
    const request = new messages.AnalyzeRequest();
    request.setUrn(urn).setType(type).setName(name).setProperties(structOf(inputs)).setOptions(optionsOf(protect));
    const response = await answered<AnalyzeResponse>((done) => analyzer.analyze(request, done));
    return response.getDiagnosticsList().map(textOf);
  }

  async function stackDiagnosticsOf(stack: readonly PlannedResource[]): Promise<readonly string[]> {
    const request = new messages.AnalyzeStackRequest();
    for (const { urn, type, name, inputs, protect = false, dependencies = [] } of stack) {
      const one = new messages.AnalyzerResource();
      one.setUrn(urn).setType(type).setName(name).setProperties(structOf(inputs)).setOptions(optionsOf(protect));
      one.setDependenciesList([...dependencies]);
      request.addResources(one);
    }
    const response = await answered<AnalyzeResponse>((done) => analyzer.analyzeStack(request, done));
    return response.getDiagnosticsList().map((one) => `${textOf(one)} (${one.getUrn()})`);
  }
});

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the pack has no output');
  const [line] = (await once(createInterface(stdout), 'line')) as [string];
  return line;
}

function answered<Answer>(ask: (done: (error: Error | null, answer: Answer) => void) => unknown): Promise<Answer> {
  return new Promise((resolve, reject) => {
    ask((error, answer) => {
      if (error === null) resolve(answer);
      else reject(error);
    });
  });
}

function structOf(inputs: PlannedResource['inputs']): struct.Struct {
  return struct.Struct.fromJavaScript(JSON.parse(JSON.stringify(inputs)) as Record<string, JavaScriptValue>);
}

function optionsOf(protect: boolean): InstanceType<typeof messages.AnalyzerResourceOptions> {
  return new messages.AnalyzerResourceOptions().setProtect(protect);
}

/** The message starts with the rule's description. */
function textOf(diagnostic: AnalyzeDiagnostic): string {
  return `${diagnostic.getPolicyname()}: ${diagnostic.getMessage().split('\n').at(-1) ?? ''}`;
}
