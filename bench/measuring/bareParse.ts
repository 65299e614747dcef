import { createReadStream } from 'node:fs';

/** The baseline: reads a file of JSON lines and parses each. */
let rest = '';
let records = 0;
const file = process.argv[2] ?? '';
for await (const chunk of createReadStream(file, {
  encoding: 'utf8',
  highWaterMark: 256 * 1024,
}) as AsyncIterable<string>) {
  const lines = (rest + chunk).split('\n');
  rest = lines.pop() ?? '';
  for (const line of lines) {
    JSON.parse(line);
    records += 1;
  }
}
process.stdout.write(`${records}\n`);
