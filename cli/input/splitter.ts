import type { Content } from './rowRecord.js';

/** The text of one value, or of a broken one, and the line where it begins. */
export interface TextPiece {
  readonly text: string;
  readonly line: number;
  /** Present if it was parsed already. */
  readonly value?: unknown;
  /** Present if it is a table's row. */
  readonly content?: Content;
  /** Why it is no value. */
  readonly problem?: string;
}

/** Splits a stream of text into pieces of one value each. */
export interface Splitter {
  /** The pieces that this text completes. */
  push(text: string): readonly TextPiece[];
  /** The rest, at the end of the text. */
  end(): readonly TextPiece[];
}

/**
 * Longer than any record: CloudWatch Logs takes events of 1 MB, and Bedrock stores bodies above 100 KB in separate
 * files.
 */
export const MAX_PIECE = 8 * 1024 * 1024;

export const TOO_LONG = `longer than ${MAX_PIECE} characters`;

/** How much of a broken piece is kept for the report. */
export const SHOWN_LENGTH = 1000;
