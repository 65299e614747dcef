/** Reports what the loader of ES modules loads; a thread of its own runs it. */
const LOADER_HOOK = `
  let port;
  export const initialize = (data) => { port = data; };
  export const load = (url, context, next) => {
    port.postMessage(url);
    return next(url, context);
  };
`;

/**
 * Runs before Pulumi's runner in the process of a program.
 *
 * Pulumi's runner prints errors through `util.inspect` with colours. In Node 20 that never finishes a stack with a
 * frame such as `node_modules/@pulumi/resource.ts`: it spends 20 s, then gives up. So errors have no colours.
 *
 * Pulumi takes a stack trace of each promise, which only PULUMI_DEBUG_PROMISE_LEAKS shows: a third of the CPU time.
 * It loads TypeScript and npm's resolver to serialize functions, which few programs do: they load on first use.
 *
 * At its end the process writes what the program read to file descriptor 3 (`ProgramReads`).
 */
const SCRIPT = `
  import fs from 'node:fs';
  import Module, { createRequire, register, syncBuiltinESMExports } from 'node:module';
  import { fileURLToPath } from 'node:url';
  import util from 'node:util';
  import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

  util.inspect = new Proxy(util.inspect, {
    apply: (inspect, self, [value, options, ...rest]) =>
      inspect(value, value instanceof Error && options?.colors ? { ...options, colors: false } : options, ...rest),
  });

  const files = new Set();
  const variables = new Set();
  let listsVariables = false;
  const writeReads = fs.writeFileSync;

  const note = (file) => {
    if (file instanceof URL) files.add(fileURLToPath(file));
    else if (typeof file === 'string' || Buffer.isBuffer(file)) files.add(String(file));
  };
  for (const [owner, names] of [
    [fs, ['readFile', 'open', 'readdir', 'opendir', 'stat', 'lstat', 'access', 'exists', 'readlink']],
    [fs, ['readFileSync', 'openSync', 'readdirSync', 'opendirSync', 'statSync', 'lstatSync', 'accessSync', 'existsSync', 'readlinkSync']],
    [fs, ['createReadStream', 'openAsBlob', 'cp', 'cpSync', 'copyFile', 'copyFileSync']],
    [fs.promises, ['readFile', 'open', 'readdir', 'opendir', 'stat', 'lstat', 'access', 'readlink', 'cp', 'copyFile']],
  ]) {
    for (const name of names) {
      if (owner[name] === undefined) continue;
      owner[name] = new Proxy(owner[name], {
        apply: (read, self, args) => {
          note(args[0]);
          return Reflect.apply(read, self, args);
        },
      });
    }
  }
  syncBuiltinESMExports();

  const { env } = process;
  let listed = new Set();
  process.env = new Proxy(env, {
    get: (_, name) => {
      if (typeof name === 'string') variables.add(name);
      return env[name];
    },
    has: (_, name) => {
      if (typeof name === 'string') variables.add(name);
      return name in env;
    },
    getOwnPropertyDescriptor: (_, name) => {
      // To list names is to look at each of them.
      if (!listed.delete(name) && typeof name === 'string') variables.add(name);
      return Object.getOwnPropertyDescriptor(env, name);
    },
    ownKeys: () => {
      listsVariables = true;
      listed = new Set(Reflect.ownKeys(env));
      return [...listed];
    },
  });

  const { port1, port2 } = new MessageChannel();
  port1.unref();
  register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(LOADER_HOOK)}), {
    data: port2,
    transferList: [port2],
  });

  const load = Module._load;
  const LAZY = new Set(['typescript', '@npmcli/arborist']);
  Module._load = function (request, parent, ...rest) {
    if (!LAZY.has(request) || !/[\\\\/]@pulumi[\\\\/]pulumi[\\\\/]/.test(parent?.filename)) {
      return load.call(this, request, parent, ...rest);
    }
    let loaded;
    return new Proxy({}, {
      get: (_, name) => name === '__esModule' || (loaded ??= load.call(this, request, parent, ...rest))[name],
    });
  };

  const require = createRequire(process.cwd() + '/');
  if (!env.PULUMI_DEBUG_PROMISE_LEAKS) {
    const debuggable = require('@pulumi/pulumi/runtime/debuggable.js');
    const { debuggablePromise } = debuggable;
    debuggable.debuggablePromise = (...args) => {
      const { stackTraceLimit } = Error;
      Error.stackTraceLimit = 0;
      try {
        return debuggablePromise(...args);
      } finally {
        Error.stackTraceLimit = stackTraceLimit;
      }
    };
  }

  process.on('exit', () => {
    for (let received; (received = receiveMessageOnPort(port1)) !== undefined; ) {
      if (received.message.startsWith('file:')) files.add(fileURLToPath(received.message));
    }
    for (const file of Object.keys(require.cache)) files.add(file);
    writeReads(3, JSON.stringify({ files: [...files], variables: [...variables], listsVariables }));
  });
  //# sourceURL=preload.js
`;

/** For `--import`. */
export const PRELOAD = `data:text/javascript,${encodeURIComponent(SCRIPT)}`;
