import { expect } from 'chai';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Report } from '../../domain/report/report.js';
import { renderPage } from '../../page/renderPage.js';
import { describeWithBrowser } from './browser.js';
import { sampleReport } from './sampleReport.js';

const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** A name that would run, were it taken for markup, or end the element that the data stands in. */
const HOSTILE = `person/</script><script>alert(1)</script><img src=x onerror=alert(2)>&"'`;

interface Opened {
  readonly page: Page;
  /** Console messages, errors of the page, and requests but for the file itself. */
  readonly complaints: readonly string[];
}

describeWithBrowser('the page of a report in a browser', (browser) => {
  const folder = mkdtempSync(join(tmpdir(), 'report-page-'));
  const opened: Page[] = [];
  after(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(async () => {
    for (const page of opened.splice(0)) await page.close();
  });

  async function open(report: Report, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
    const file = join(folder, 'report.html');
    writeFileSync(file, renderPage(report));
    const page = await browser().newPage(options);
    opened.push(page);
    const complaints: string[] = [];
    const url = pathToFileURL(file).href;
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    return { page, complaints };
  }

  const firstNames = (page: Page): Promise<readonly string[]> =>
    page.locator('#groups tbody tr th:first-child').allInnerTexts();
  const status = (page: Page): Promise<string> => page.locator('#groups [role=status]').innerText();

  it('draws the chart with its layers, marks and line of limits, without a complaint or a request', async () => {
    const { page, complaints } = await open(sampleReport(30, 20));
    expect(await page.locator('#chart .layer').count()).to.equal(8);
    expect(await page.locator('#chart .layer rect').count()).to.be.at.least(20);
    expect(await page.locator('#chart .plot .mark.suspended').count()).to.be.at.least(2);
    expect(await page.locator('#chart .plot .allowance').count()).to.equal(1);
    expect(await page.locator('#budgets tbody tr').count()).to.equal(12);
    expect(complaints).to.deep.equal([]);
  });

  it('draws one group alone when its name is pressed', async () => {
    const { page } = await open(sampleReport(30, 20));
    await page.locator('#chart .legend button').nth(1).click();
    expect(await page.locator('#chart .layer').count()).to.equal(1);
    expect(await page.locator('#chart .legend button').nth(1).getAttribute('aria-pressed')).to.equal('true');
  });

  it('reads a day to those who use the keyboard', async () => {
    const { page } = await open(sampleReport(30, 20));
    const plot = page.locator('#chart .plot');
    await plot.focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    expect(await plot.getAttribute('aria-valuenow')).to.equal('2');
    expect(await plot.getAttribute('aria-valuetext')).to.match(/^2025-11-02: \$[\d,]+\.\d\d; /);
  });

  it('sorts by exact amounts, by the keyboard too', async () => {
    const { page } = await open(sampleReport(30, 20));
    const head = page.locator('#groups thead button', { hasText: /^Spent$/ });
    await head.focus();
    await page.keyboard.press('Enter');
    const dear = await firstNames(page);
    await page.keyboard.press('Enter');
    expect(await firstNames(page)).to.deep.equal([...dear].reverse());
    expect(await page.locator('#groups th[aria-sort=ascending]').innerText()).to.contain('Spent');
    const cells = await page.locator('#groups tbody td.usd:nth-child(2)').all();
    const titles = await Promise.all(cells.map((cell) => cell.getAttribute('title')));
    const amounts = titles.map((title) => Number(title?.slice(1)));
    expect(amounts).to.deep.equal([...amounts].sort((left, right) => left - right));
  });

  it('searches and filters, and says how many rows are left', async () => {
    const { page } = await open(sampleReport(30, 20));
    await page.locator('#groups input[type=search]').fill('SERVICE-1');
    expect((await firstNames(page)).every((name) => name.startsWith('role/service-1'))).to.equal(true);
    expect(await status(page)).to.match(/^Rows 1 to 8 of 8, \$/);
    await page.locator('#groups select').nth(1).selectOption('suspended');
    expect(await firstNames(page)).to.deep.equal(['role/service-1']);
    await page.locator('#groups input[type=search]').fill('nobody');
    expect(await status(page)).to.equal('No rows, $0.00 together');
  });

  it('shows names as they are, whatever they hold', async () => {
    const { page, complaints } = await open(sampleReport(5, 5, [HOSTILE]));
    expect(await firstNames(page)).to.include(HOSTILE);
    expect(complaints).to.deep.equal([]);
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 380]) {
      it(`is without serious faults of accessibility: ${colorScheme}, ${width} pixels wide`, async () => {
        const { page } = await open(sampleReport(30, 20), {
          colorScheme,
          viewport: { width, height: 800 },
          bypassCSP: true,
        });
        await page.addScriptTag({ content: readFileSync(AXE, 'utf8') });
        await page.locator('#chart summary').click();
        const found = await page.evaluate(async () => {
          const { axe } = globalThis as unknown as { axe: { run: () => Promise<AxeResults> } };
          const { violations } = await axe.run();
          return violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        });
        expect(found).to.deep.equal([]);
        expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(width);
      });
    }
  }

  it('is ready within two seconds of its own clock with 10,000 principals and a year of days', async () => {
    const { page, complaints } = await open(sampleReport(10_000, 365));
    const readyMs = await page.evaluate('document.documentElement.dataset.ready && performance.now()');
    expect(readyMs)
      .to.be.a('number')
      .below(2000 * SLOWER);
    expect(await status(page)).to.match(/^Rows 1 to 50 of 10,000, /);
    expect(await page.locator('#groups tbody tr').count()).to.equal(50);
    expect(complaints).to.deep.equal([]);
  });

  it('says all of a table on paper, but for very long ones', async () => {
    const { page } = await open(sampleReport(120, 10));
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await page.locator('#groups tbody tr').count()).to.equal(120);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    expect(await page.locator('#groups tbody tr').count()).to.equal(50);
  });
});

/** Machines that run tests are slower than those of readers, and busy. */
const SLOWER = 5;

interface AxeResults {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly nodes: readonly { readonly html: string }[];
  }[];
}
