import { parseExactUsd, type Usd } from '../domain/money.js';
import { principalOf } from '../domain/iam/principal.js';
import { RequestIds } from '../cli/metering/requestIds.js';
import { SpendLog, type SpendEntry } from '../cli/replay/spendLog.js';
import { madeUpRequestId, seededRandom } from '../examples/invocationRecord.js';

const [what = '', count = '1000000'] = process.argv.slice(2);
const N = Number(count);
const random = seededRandom(1);
const principals = Array.from({ length: 50 }, (_, n) => principalOf(`arn:aws:iam::444455556666:user/u${n}`));
function* ids() { for (let n = 0; n < N; n++) yield JSON.parse(`"${madeUpRequestId(random)}"`) as string; }
function cost(): Usd { return parseExactUsd((random() * 0.05).toFixed(8)); }
function entry(n: number): SpendEntry {
  return { principal: principals[n % 50]!, at: 1_780_000_000_000 + Math.floor(random() * 2.6e9), costUsd: cost(), isMore: false };
}
let sum = 0;
const start = process.cpuUsage();
switch (what) {
  case 'ids-none': for (const id of ids()) sum += id.length; break;
  case 'ids-map': { const m = new Map<string, number>(); let n = 0; for (const id of ids()) { sum += m.get(id) ?? 0; m.set(id, n++); } sum += m.size; break; }
  case 'ids-special': { const m = new RequestIds(); let n = 0; for (const id of ids()) { const s = m.slotOf(id); sum += m.valueAt(s) ?? 0; m.setValueAt(s, n++); } break; }
  case 'log-none': for (let n = 0; n < N; n++) sum += entry(n).at; break;
  case 'log-array': { const a: SpendEntry[] = []; for (let n = 0; n < N; n++) a.push(entry(n)); a.sort((l, r) => l.at - r.at); for (const e of a) sum += e.at + Number(e.costUsd); break; }
  case 'log-special': { const a = new SpendLog(); for (let n = 0; n < N; n++) a.add(entry(n)); for (const e of a.inOrder()) sum += e.at + Number(e.costUsd); break; }
}
const used = process.cpuUsage(start);
gc?.(); const m = process.memoryUsage();
process.stderr.write(`${what} ${N} sum ${sum} cpu ${((used.user + used.system) / 1e6).toFixed(2)} s rss ${(m.rss/1e6).toFixed(0)}\n`);
