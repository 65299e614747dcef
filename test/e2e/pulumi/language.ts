import type { sendUnaryData, ServerUnaryCall, ServerWritableStream, UntypedServiceImplementation } from '@grpc/grpc-js';
import language from '@pulumi/pulumi/proto/language_pb.js';
import type { LanguageHandshakeRequest, RunRequest } from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { runProgramUnder } from '../../../local/engine/languageHost.js';
import { readProject } from '../../../local/engine/project.js';
import { unary } from '../../../local/engine/unary.js';

const TIME_LIMIT_SECONDS = 600;
/** How Pulumi's runner ends if it has told the engine why (`@pulumi/pulumi`, cmd/run). */
const BAILED = 32;

/** Runs the program of a folder as `pulumi-language-nodejs` does, where that is not installed. */
export function languageHost(folder: string): UntypedServiceImplementation {
  let engineAddress = '';
  return {
    handshake: unary((request: LanguageHandshakeRequest) => {
      engineAddress = request.getEngineAddress();
      return new language.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion('3.248.0')),
    getRequiredPlugins: unary(() => new language.GetRequiredPluginsResponse()),
    getRequiredPackages: unary(() => new language.GetRequiredPackagesResponse()),
    getProgramDependencies: unary(() => new language.GetProgramDependenciesResponse()),
    runtimeOptionsPrompts: unary(() => new language.RuntimeOptionsResponse()),
    about: unary(() => new language.AboutResponse().setExecutable(process.execPath)),
    installDependencies: (call: ServerWritableStream<unknown, unknown>) => {
      call.end();
    },
    cancel: unary(() => new empty.Empty()),
    run: (
      { request }: ServerUnaryCall<RunRequest, unknown>,
      callback: sendUnaryData<InstanceType<typeof language.RunResponse>>,
    ) => {
      run(request, folder, engineAddress).then(
        (answer) => {
          callback(null, answer);
        },
        (error: unknown) => {
          callback(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
  };
}

async function run(
  request: RunRequest,
  folder: string,
  engineAddress: string,
): Promise<InstanceType<typeof language.RunResponse>> {
  const stack = request.getStack();
  const values = Object.fromEntries(request.getConfigMap().getEntryList());
  const config = { values, secretKeys: request.getConfigsecretkeysList() };
  const { exitCode, stderr } = await runProgramUnder({
    project: { ...readProject(folder, stack), config },
    stack,
    mode: request.getDryrun() ? 'preview' : 'resolved',
    address: request.getMonitorAddress(),
    engineAddress,
    bundles: true,
    timeLimitSeconds: TIME_LIMIT_SECONDS,
  });
  if (exitCode === 0) return new language.RunResponse();
  if (exitCode === BAILED) return new language.RunResponse().setBail(true);
  return new language.RunResponse().setError(`the program ended with ${exitCode ?? 'a signal'}: ${stderr}`);
}
