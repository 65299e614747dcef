/** The commands of docs/operations.md that the README's picture shows, one after the other. */
const SHOWN = ['status', 'why alice', 'top-up ana 1.50 --until friday --reason "demo" --yes', 'report --by team'];

const SECONDS_A_COMMAND = 7;
const MAX_LINES = 20;
const COLUMNS = 80;
const CHARACTER = { width: 8.4, height: 19 } as const;
const MARGIN = 18;
const BAR = 34;

const STYLE = `
    text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #c9d1d9; white-space: pre; }
    .prompt { fill: #7ee787; }
    .command { fill: #ffffff; font-weight: 600; }
    .frame { opacity: 0; animation: frame ${SHOWN.length * SECONDS_A_COMMAND}s step-end infinite; }
    @keyframes frame { 0% { opacity: 1; } ${100 / SHOWN.length}% { opacity: 0; } }
    @media (prefers-reduced-motion: reduce) { .frame { animation: none; } .frame.first { opacity: 1; } }`;

/**
 * A terminal session as an SVG that plays by itself, from the commands and outputs of docs/operations.md. Throws
 * TypeError if one of the commands is not there.
 */
export function sessionPicture(operations: string): string {
  const width = Math.ceil(COLUMNS * CHARACTER.width + 2 * MARGIN);
  const height = BAR + (MAX_LINES + 1) * CHARACTER.height + MARGIN;
  const frames = SHOWN.map((command, index) => frameOf(blockOf(operations, command), index));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="A terminal session: budgeteer status, why, top-up and report">
  <style>${STYLE}
  </style>
  <rect width="100%" height="100%" rx="8" fill="#0d1117"/>
  <circle cx="20" cy="17" r="6" fill="#ff5f56"/><circle cx="40" cy="17" r="6" fill="#ffbd2e"/><circle cx="60" cy="17" r="6" fill="#27c93f"/>
${frames.join('\n')}
</svg>
`;
}

interface Block {
  readonly command: string;
  readonly lines: readonly string[];
}

function blockOf(operations: string, wanted: string): Block {
  for (const [, command = '', output = ''] of operations.matchAll(/^```console\n\$ (budgeteer .+)\n([^]*?)\n*```$/gm)) {
    if (!command.startsWith(`budgeteer ${wanted}`)) continue;
    const lines = output.split('\n');
    return { command, lines: lines.length > MAX_LINES ? [...lines.slice(0, MAX_LINES - 1), '…'] : lines };
  }
  throw new TypeError(`docs/operations.md has no command budgeteer ${wanted}`);
}

function frameOf({ command, lines }: Block, index: number): string {
  const delay = index * SECONDS_A_COMMAND;
  const shown = [
    `<tspan class="prompt">$ </tspan><tspan class="command">${escaped(command)}</tspan>`,
    ...lines.map((line) => escaped(line)),
  ];
  const texts = shown.map((text, row) => {
    const y = BAR + (row + 1) * CHARACTER.height;
    return `    <text x="${MARGIN}" y="${y}" xml:space="preserve">${text}</text>`;
  });
  return `  <g class="frame${index === 0 ? ' first' : ''}" style="animation-delay: ${delay}s">\n${texts.join('\n')}\n  </g>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
