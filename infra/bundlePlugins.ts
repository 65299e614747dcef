import type { Plugin } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/**
 * Takes from the clients of AWS what no function uses: classes of errors that the handlers do not name, and what their
 * package.json says beside the version. An error without a class comes as the client's own exception, by its name.
 */
export function trimmedClients(root: string): Plugin {
  const handlers = sourcesBelow(join(root, 'handlers'));
  const isNamed = (error: string): boolean => new RegExp(`\\b${error}\\b`).test(handlers);
  return {
    name: 'trimmed-clients',
    setup: (bundle) => {
      // Loaded for answers that are streams of events, which no function asks for.
      bundle.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
        kind === 'dynamic-import' ? { path, external: true } : undefined,
      );
      bundle.onLoad({ filter: /client-[a-z0-9-]+[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8')
          .replace(/^n0_registry\.registerError\((\w+)\$, \1\);$/gm, (registration, error: string) =>
            isNamed(error) ? registration : '',
          )
          // esbuild keeps what has a computed key, unless it is told that nobody misses it.
          .replace(/^((?:export )?var [\w$]+ = )(\[[^;]*\]);$/gm, '$1/* @__PURE__ */ (() => $2)();'),
      }));
      bundle.onLoad({ filter: /@aws-sdk[\\/]client-[a-z0-9-]+[\\/]package\.json$/ }, ({ path }) => {
        const { version } = JSON.parse(readFileSync(path, 'utf8')) as { readonly version: string };
        return { loader: 'json', contents: JSON.stringify({ version }) };
      });
    },
  };
}

/**
 * Leaves adapters that are imported later out of a bundle and adds their files to `parts`. Each is bundled by itself:
 * esbuild's splitting would load at once whatever a package has that any of them needs.
 */
export function partsForLater(parts: Set<string>): Plugin {
  return {
    name: 'parts-for-later',
    setup: (bundle) => {
      bundle.onResolve({ filter: /^[./]+\/adapters\/\w+\.js$/ }, ({ kind, path, resolveDir }) => {
        if (kind !== 'dynamic-import') return undefined;
        parts.add(join(resolveDir, path.replace(/\.js$/, '.ts')));
        return { path: `./${basename(path, '.js')}.mjs`, external: true };
      });
    },
  };
}

function sourcesBelow(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  return names.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
}
