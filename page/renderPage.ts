import { createHash } from 'node:crypto';
import { usdToString, type Usd } from '../domain/money.js';
import { teamNameOf } from '../domain/settings/teams.js';
import type { Report } from '../domain/report/report.js';
import { CLIENT_SCRIPT, CLIENT_STYLE } from './generated/client.js';
import { shownUsd } from './exact.js';
import { localTime, pageDataOf } from './pageDataOf.js';

/** A report as one HTML file that asks nothing of any server. */
export function renderPage(report: Report): string {
  const title = escaped(`Bedrock spend: ${report.title}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${CLIENT_STYLE}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>${spanText(report)}</p>
</header>
<main>
<dl class="tiles">${tiles(report)}</dl>
<noscript><p>The charts and tables of this page need JavaScript, which runs in this file alone.</p></noscript>
<div id="page"></div>
${notes(report)}
</main>
<script type="application/json" id="data">${dataText(report)}</script>
<script>${CLIENT_SCRIPT}</script>
</body>
</html>
`;
}

const POLICY = [
  `default-src 'none'`,
  `script-src '${hashOf(CLIENT_SCRIPT)}'`,
  `style-src '${hashOf(CLIENT_STYLE)}'`,
  'img-src data:',
  `base-uri 'none'`,
  `form-action 'none'`,
].join('; ');

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function spanText({ since, until, timeZone, writtenAt }: Report): string {
  const [from, to, at] = [since, until, writtenAt].map((instant) => localTime(timeZone, instant));
  return escaped(`${from} to ${to}, as it stood at ${at} (${timeZone})`);
}

function tiles(report: Report): string {
  const { total, budgets } = report;
  const principals = budgets.filter(({ principalId }) => teamNameOf(principalId) === undefined);
  const cut = budgets.filter(({ status }) => status === 'suspended' || status === 'suspending').length;
  const soon = budgets.filter(({ reachesLimitAt }) => reachesLimitAt !== undefined).length;
  return [
    tile('Spent', amountText(total.spentUsd), 'main'),
    tile('Calls', total.calls.toLocaleString('en-US')),
    tile('Provisional', amountText(total.provisionalUsd)),
    tile('Late', amountText(total.lateUsd)),
    optionalTile('Beyond limits', report.overshootUsd),
    optionalTile('Would have been refused', report.notPreventedUsd),
    ...(budgets.length === 0
      ? []
      : [
          tile('Principals with a budget', principals.length.toLocaleString('en-US')),
          tile('Suspended now', cut.toLocaleString('en-US')),
          tile('Reach the limit before the reset', soon.toLocaleString('en-US')),
        ]),
  ].join('');
}

function optionalTile(name: string, amount: Usd | undefined): string {
  return amount === undefined ? '' : tile(name, amountText(amount));
}

function amountText(amount: Usd): string {
  return shownUsd(usdToString(amount));
}

function tile(name: string, text: string, kind = ''): string {
  const attribute = kind === '' ? '' : ` class="${kind}"`;
  return `<div${attribute}><dt>${escaped(name)}</dt><dd>${escaped(text)}</dd></div>`;
}

function notes({ notes: sentences }: Report): string {
  if (sentences.length === 0) return '';
  const items = sentences.map((sentence) => `<li>${escaped(sentence)}</li>`).join('');
  return `<section><h2>Notes</h2><ul>${items}</ul></section>`;
}

/** No `<` may stand in a script element, whatever names hold. */
function dataText(report: Report): string {
  return JSON.stringify(pageDataOf(report)).replaceAll('<', '\\u003c');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
