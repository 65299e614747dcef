import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PlanFailure } from '../../../local/engine/planFailure.js';
import { readProject } from '../../../local/engine/project.js';
import { temporaryFolder } from '../../cli/temporaryFolder.js';

const HEAD = 'name: p\nruntime: nodejs\n';

describe('readProject', () => {
  const folder = temporaryFolder();
  const read = (project: string, stack: string): ReturnType<typeof readProject> => {
    folder.write('Pulumi.yaml', project);
    folder.write('Pulumi.test.yaml', stack);
    return readProject(folder.path, 'test');
  };
  const refused = (project: string, stack: string): string => {
    try {
      read(project, stack);
    } catch (error) {
      if (error instanceof PlanFailure) return error.message.replaceAll(`${folder.path}/`, '');
      throw error;
    }
    return 'accepted';
  };

  it('takes node arguments, TypeScript and main from the project', () => {
    const options =
      "runtime:\n  name: nodejs\n  options:\n    nodeargs: '--import tsx --no-warnings'\n    typescript: false\n";
    const project = read(`name: p\n${options}`, 'config: {}');
    expect(project.nodeArguments).to.deep.equal(['--import', 'tsx', '--no-warnings']);
    expect([project.typescript, project.entryPoint, project.workingFolder]).to.deep.equal([false, '.', folder.path]);
    const plain = read(HEAD, 'config: {}');
    expect([plain.nodeArguments, plain.typescript]).to.deep.equal([[], true]);
  });

  it('runs a program elsewhere where main says so', () => {
    mkdirSync(join(folder.path, 'infra'));
    folder.write('infra/main.ts', '');
    const main = (path: string): readonly string[] => {
      const { workingFolder, entryPoint } = read(`${HEAD}main: ${path}\n`, '{}');
      return [workingFolder, entryPoint];
    };
    expect(main('infra')).to.deep.equal([join(folder.path, 'infra'), '.']);
    expect(main('infra/main.ts')).to.deep.equal([join(folder.path, 'infra'), 'main.ts']);
  });

  it('puts the stack over the defaults, and keeps every scalar as written', () => {
    const declared =
      'config:\n  a: {type: integer, default: 1}\n  b: {default: 0.10}\n  aws:region: eu-west-1\n  c: {value: [1, x]}\n';
    const { config } = read(
      HEAD + declared,
      'config:\n  p:a: 2\n  p:d: {e: [1.50, yes, 1e400, {x: .inf}]}\n  p:f: {secure: v1:x}\n',
    );
    expect(config).to.deep.equal({
      values: {
        'p:a': '2',
        'p:b': '0.10',
        'aws:region': 'eu-west-1',
        'p:c': '[1,"x"]',
        'p:d': '{"e":[1.5,"yes","1e400",{"x":".inf"}]}',
        'p:f': '[secret]',
      },
      secretKeys: ['p:f'],
    });
  });

  const table: readonly (readonly [string, string, string])[] = [
    ['runtime: nodejs', '{}', 'Pulumi.yaml: no name'],
    ['name: p\nruntime: python', '{}', 'Pulumi.yaml: runtime is python, not nodejs'],
    [`${HEAD}main: nowhere`, '{}', 'Pulumi.yaml: main: nowhere does not exist'],
    [`${HEAD}config: 5`, '{}', 'Pulumi.yaml: config: not a map of settings'],
    [HEAD, 'config: 5', 'Pulumi.test.yaml: config: not a map of settings'],
    [HEAD, 'text', "Pulumi.test.yaml: not a map, as Pulumi's files are"],
    [`${HEAD}config: {a: {type: string}}`, '{}', 'Pulumi.test.yaml: p:a: no value, and no default'],
    [
      `${HEAD}config: {a: {type: integer}}`,
      'config: {p:a: x}',
      'Pulumi.test.yaml: p:a: must be of type integer, and is x',
    ],
    [
      `${HEAD}config: {a: {type: boolean}}`,
      'config: {p:a: 1}',
      'Pulumi.test.yaml: p:a: must be of type boolean, and is 1',
    ],
  ];
  for (const [project, stack, problem] of table) {
    it(`refuses with "${problem}"`, () => {
      expect(refused(project, stack)).to.equal(problem);
    });
  }

  it('refuses settings that no environment variable holds, and takes the most that one does', () => {
    const withLength = (length: number): string => `config: {p:a: ${'x'.repeat(length - '{"p:a":""}'.length)}}`;
    expect(refused(HEAD, withLength(131_057))).to.equal('accepted');
    expect(refused(HEAD, withLength(131_058))).to.equal(
      'Pulumi.test.yaml: 131058 bytes of settings as JSON are more than a program gets, 131057',
    );
  });

  it('names the file that is not there', () => {
    folder.write('Pulumi.yaml', HEAD);
    const file = join(folder.path, 'Pulumi.nowhere.yaml');
    expect(() => readProject(folder.path, 'nowhere')).to.throw(
      PlanFailure,
      `${file}: cannot be read: ENOENT: no such file or directory`,
    );
  });
});
