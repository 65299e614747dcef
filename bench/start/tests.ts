import { spentBy } from '../measuring/cpuTime.js';
import { rounded, type Bench } from '../suite/bench.js';

export const tests: Bench = {
  name: 'tests',
  title: 'what all tests cost',
  about: '`npm test` once, with the compilation before it: CPU time, user and system, of all processes, and time.',
  onlyWhenNamed: true,
  measure: (progress) => {
    progress('npm test, which takes a while');
    const { cpuSeconds, wallSeconds } = spentBy('npm test');
    return Promise.resolve([
      { id: 'tests-cpu', what: '`npm test`, CPU time', value: rounded(cpuSeconds / 60, 1), unit: 'min' },
      { id: 'tests-wall', what: '`npm test`, time', value: rounded(wallSeconds / 60, 1), unit: 'min' },
    ]);
  },
};
