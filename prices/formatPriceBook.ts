import type { ModelPrices, PriceBookData } from '../domain/pricing/priceBookData.js';

/** JSON with one row of rates a line, so that reviews show price changes well. */
export function formatPriceBook({ asOf, sources, tierFactors, models }: PriceBookData): string {
  const head = [
    `  "asOf": ${JSON.stringify(asOf)},`,
    `  "sources": ${indented(JSON.stringify(sources, null, 2))},`,
    `  "tierFactors": ${indented(JSON.stringify(tierFactors, null, 2))},`,
  ];
  return ['{', ...head, '  "models": [', models.map(formatModel).join(',\n'), '  ]', '}', ''].join('\n');
}

function formatModel({ rows, ...model }: ModelPrices): string {
  const head = JSON.stringify(model).slice(0, -1);
  if (rows.length === 0) return `    ${head},"rows":[]}`;
  return [`    ${head},"rows":[`, rows.map((row) => `      ${JSON.stringify(row)}`).join(',\n'), '    ]}'].join('\n');
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n  ');
}
