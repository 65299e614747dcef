import type { Content } from './rowRecord.js';

/** The text of one value, or of what should have been one, and the line it begins on. */
export interface TextPiece {
  readonly text: string;
  readonly line: number;
  /** Where it was parsed on the way. */
  readonly value?: unknown;
  /** Where it is a row of a table. */
  readonly content?: Content;
  /** Where it is no value: why. */
  readonly problem?: string;
}

/** Cuts a stream of text into pieces that should each be one value. */
export interface Splitter {
  /** The pieces that this text completes. */
  push(text: string): readonly TextPiece[];
  /** What is left when the text has ended. */
  end(): readonly TextPiece[];
}

/** No record is longer: CloudWatch Logs takes events of 1 MB, and Bedrock keeps bodies above 100 KB in files of their own. */
export const MAX_PIECE = 8 * 1024 * 1024;

export const TOO_LONG = `longer than ${MAX_PIECE} characters`;

/** Of a broken piece so much is kept. */
export const SHOWN_LENGTH = 1000;
