import type { JsonText, Splitter } from './jsonSplitter.js';

/** Log groups exported to S3 put the event's time before each message. */
const EXPORT_TIME = /^2\d{3}-\d\d-\d\dT[\d:.]+Z (?=\{)/;

/** Splits text that holds one value a line, so that a broken line costs itself only. */
export class LineSplitter implements Splitter {
  #rest = '';
  #line = 0;

  push(text: string): readonly JsonText[] {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.#piece(line));
  }

  end(): readonly JsonText[] {
    const last = this.#rest;
    this.#rest = '';
    return this.#piece(last);
  }

  #piece(line: string): readonly JsonText[] {
    this.#line += 1;
    const trimmed = line.trim();
    const text = trimmed.startsWith('2') ? trimmed.replace(EXPORT_TIME, '') : trimmed;
    return text === '' ? [] : [{ text, line: this.#line }];
  }
}
