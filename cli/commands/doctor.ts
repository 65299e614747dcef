import type { TextOutput } from '../output/textOutput.js';
import type { Stack } from '../stack/stack.js';

export interface DoctorOptions {
  readonly json?: true;
}

export function runDoctor(_stack: Stack, _options: DoctorOptions, _output: TextOutput): Promise<number> {
  return Promise.resolve(0);
}
