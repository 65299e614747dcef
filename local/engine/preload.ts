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
 * At its end the process writes what the program read to file descriptor 3 (`ProgramReads`), unless that is not certain.
 */
const SCRIPT = `
  import childProcess from 'node:child_process';
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
  const folders = new Set();
  const variables = new Set();
  let listsVariables = false;
  let isCertain = true;
  const writeReads = fs.writeFileSync;

  const noteIn = (set) => (file) => {
    if (file instanceof URL) set.add(fileURLToPath(file));
    else if (typeof file === 'string' || Buffer.isBuffer(file)) set.add(String(file));
  };
  const watch = (owner, names, see) => {
    for (const name of names.filter((name) => owner[name] !== undefined)) {
      owner[name] = new Proxy(owner[name], {
        apply: (called, self, args) => {
          see(args[0]);
          return Reflect.apply(called, self, args);
        },
      });
    }
  };
  const READS = ['readFile', 'open', 'stat', 'lstat', 'access', 'readlink', 'exists', 'copyFile'];
  const LISTS = ['readdir', 'opendir', 'cp'];
  const sync = (names) => names.map((name) => name + 'Sync');
  const lose = () => { isCertain = false; };
  watch(fs, [...READS, ...sync(READS), 'createReadStream', 'openAsBlob'], noteIn(files));
  watch(fs, [...LISTS, ...sync(LISTS)], noteIn(folders));
  watch(fs.promises, READS, noteIn(files));
  watch(fs.promises, LISTS, noteIn(folders));
  for (const owner of [fs, fs.promises]) watch(owner, ['glob', 'globSync'], lose);
  // What another process reads is not seen; tsx compiles by one what is seen.
  const started = (command) => /[\\\\/]esbuild(\\.exe)?$/.test(String(command)) || lose();
  const STARTS = ['spawn', 'exec', 'execFile', 'fork'];
  watch(childProcess, [...STARTS, ...sync(STARTS)], started);
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
    // As node:child_process sets variables of coverage and permissions in the environment that it passes on.
    set: (_, name, value) => {
      env[name] = value;
      return true;
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
    const names = { files: [...files], folders: [...folders], variables: [...variables] };
    if (isCertain) writeReads(3, JSON.stringify({ ...names, listsVariables }));
  });
  //# sourceURL=preload.js
`;

/** For `--import`. */
export const PRELOAD = `data:text/javascript,${encodeURIComponent(SCRIPT)}`;
