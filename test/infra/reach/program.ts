import ts from 'typescript';

/** One compilation of the project for all questions about its code. */
export interface Code {
  readonly checker: ts.TypeChecker;
  file(path: string): ts.SourceFile;
}

export function compiled(roots: readonly string[]): Code {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as { readonly config: object };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [...roots] }, ts.sys, '.');
  const program = ts.createProgram({ rootNames: [...roots], options: { ...options, noEmit: true } });
  return {
    checker: program.getTypeChecker(),
    file: (path) => {
      const found = program.getSourceFile(path);
      if (found === undefined) throw new TypeError(`${path} is no file of the program`);
      return found;
    },
  };
}
