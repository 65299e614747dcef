import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../cli/projectRoot.js';
import { clientModule } from '../../page/clientModule.js';
import type { PageData } from '../../page/pageData.js';
import { renderPage } from '../../page/renderPage.js';
import { sampleReport } from './sampleReport.js';

describe('renderPage', () => {
  it('allows the script and the style of the page alone', () => {
    const page = renderPage(sampleReport(3, 3));
    const policy = /Content-Security-Policy" content="([^"]+)"/.exec(page)?.[1] ?? '';
    const hashOf = (tag: string): string => {
      const text = page.slice(page.lastIndexOf(`<${tag}>`) + tag.length + 2, page.lastIndexOf(`</${tag}>`));
      return `sha256-${createHash('sha256').update(text).digest('base64')}`;
    };
    expect(policy.split('; ')).to.deep.equal([
      `default-src 'none'`,
      `script-src '${hashOf('script')}'`,
      `style-src '${hashOf('style')}'`,
      'img-src data:',
      `base-uri 'none'`,
      `form-action 'none'`,
    ]);
    expect(page).not.to.match(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
  });

  it('keeps names from being markup', () => {
    const page = renderPage({ ...sampleReport(2, 2, ['person/</script><b>']), title: '<i>&"' });
    expect(page).not.to.contain('<b>');
    expect(page).to.contain('<h1>Bedrock spend: &lt;i&gt;&amp;&quot;</h1>');
    const data = JSON.parse(/id="data">([^<]*)</.exec(page)?.[1] ?? '') as PageData;
    expect(data.sections[0]?.rows[0]?.[7]).to.equal('person/</script><b>');
  });

  it('grows with principals and days, not with their product', () => {
    const sizeOf = (principals: number, days: number): number => renderPage(sampleReport(principals, days)).length;
    const base = sizeOf(10, 10);
    const [byPrincipals, byDays, both] = [sizeOf(1000, 10), sizeOf(10, 300), sizeOf(1000, 300)];
    expect(both - base).to.be.below(1.2 * (byPrincipals - base + byDays - base));
  });
});

describe('page/generated/client.ts', () => {
  it('is what `npm run page:build` makes of page/client', async () => {
    const folder = join(projectRoot(), 'page');
    const isFresh = readFileSync(join(folder, 'generated', 'client.ts'), 'utf8') === (await clientModule(folder));
    expect(isFresh, 'page/client has changed: run `npm run page:build` and commit page/generated').to.equal(true);
  });
});
