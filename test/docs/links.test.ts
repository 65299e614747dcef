import { expect } from 'chai';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pagesOfProject } from '../../cli/docs/pages.js';

const PAGES = pagesOfProject();

describe('links of the pages', () => {
  it('lead to files and headings that are there', () => {
    const broken = PAGES.flatMap((page) =>
      linksOf(page)
        .filter((link) => !isThere(page, link))
        .map((link) => [page, link]),
    );
    expect(broken).to.deep.equal([]);
  });

  it('name in code files and folders that are there', () => {
    const missing = PAGES.flatMap((page) =>
      pathsNamed(page)
        .filter((path) => !existsSync(path))
        .map((path) => [page, path]),
    );
    expect(missing).to.deep.equal([]);
  });

  it('lead from the index of each folder to all of its pages', () => {
    const lost = ['docs', 'docs/decisions', 'docs/runbooks'].flatMap((folder) => {
      const named = linksOf(join(folder, 'README.md')).map((link) => link.replace(/#.*/, ''));
      const pages = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
      return pages.filter((page) => !named.includes(page)).map((page) => join(folder, page));
    });
    expect(lost).to.deep.equal([]);
  });
});

function linksOf(page: string): readonly string[] {
  return [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link);
}

/** Such as `domain/money.ts`, from the project's folder; a name in capitals stands for any. */
function pathsNamed(page: string): readonly string[] {
  const named = /`((?:bench|bin|cli|docs|domain|examples|handlers|infra|local|page|policy|prices|test)\/[\w./-]*)`/g;
  const paths = [...readFileSync(page, 'utf8').matchAll(named)].map(([, path = '']) => path);
  return paths.filter((path) => !/\/[A-Z]+\.ts$/.test(path));
}

function isThere(page: string, link: string): boolean {
  const [path = '', heading] = link.split('#');
  const target = path === '' ? page : join(dirname(page), path);
  return existsSync(target) && (heading === undefined || headingsOf(target).includes(heading));
}

function headingsOf(page: string): readonly string[] {
  const headings = [...readFileSync(page, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
  return headings.map((title) =>
    title
      .toLowerCase()
      .replace(/[^a-z0-9 -]/g, '')
      .replaceAll(' ', '-'),
  );
}
