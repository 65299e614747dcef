import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** As `describe`, where a chromium is; elsewhere the tests are skipped with a line that says so. */
export function describeWithBrowser(title: string, body: (browser: () => Browser) => void): void {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    describe.skip(`${title} (skipped: no chromium on PATH)`, () => {
      body(notStarted);
    });
    return;
  }
  describe(title, () => {
    let browser: Browser | undefined;
    before(async () => {
      // Containers run as root, under which chromium has no sandbox; it opens nothing but the page of the test.
      browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
    });
    after(() => browser?.close());
    body(() => browser ?? notStarted());
  });
}

function notStarted(): never {
  throw new Error('no browser has been started');
}

function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
