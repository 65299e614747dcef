import { JsonScanner, type Frame, type NestedRecord, type Span } from './jsonScanner.js';
import { PlainReader } from './plainReader.js';
import { isOwnRecord, isStandalone } from './recordKeys.js';
import { MAX_PIECE, SHOWN_LENGTH, TOO_LONG, type Splitter, type TextPiece } from './splitter.js';
import { TextWindow, type Bookmark } from './textWindow.js';
import { seekObject } from './seekObject.js';

/**
 * An object that begins with an array of records and is larger than this is an envelope, no record; it is not kept
 * until it ends.
 */
const MAX_PENDING = 1024 * 1024;

/** The depth to which the next record is looked for. */
const MAX_SEARCH_DEPTH = 100;

/** A broken value whose end is not known yet. */
interface Lost {
  /** Indent of the broken value. */
  readonly indent: number;
  /** The envelope around it. */
  readonly context: readonly Frame[];
}

interface Begun {
  readonly scanner: JsonScanner;
  readonly begins: Bookmark;
  /** Whether its text is dropped, because only the records inside count. */
  readonly isStreamed: boolean;
}

/**
 * Splits JSON into records: one value a line, values in sequence, the elements of an array, or those of an envelope's
 * array. Keeps one record at a time in memory, or an envelope while it is small. A broken value is one piece; reading
 * continues at the next record that stands as the broken one did (docs/reading-logs.md).
 */
export class JsonSplitter implements Splitter {
  readonly #window = new TextWindow();
  readonly #plain = new PlainReader(this.#window, (piece) => this.#found.push(piece));
  #begun: Begun | undefined;
  #lost: Lost | undefined;
  #found: TextPiece[] = [];

  push(text: string): readonly TextPiece[] {
    this.#window.append(text);
    this.#run(false);
    this.#window.forgetBefore(this.#neededFrom());
    return this.#take();
  }

  end(): readonly TextPiece[] {
    this.#run(true);
    return this.#take();
  }

  #run(isEnd: boolean): void {
    let isMoving = true;
    while (isMoving) {
      if (this.#begun !== undefined) isMoving = this.#goOn(this.#begun, isEnd);
      else if (this.#lost === undefined) isMoving = this.#plain.read(isEnd, () => this.#begin());
      else isMoving = seekObject(this.#window, isEnd) && this.#begin();
    }
  }

  #begin(): true {
    this.#begun = { scanner: new JsonScanner(), begins: this.#window.mark(), isStreamed: false };
    return true;
  }

  /** Whether anything was read. */
  #goOn(begun: Begun, isEnd: boolean): boolean {
    const outcome = begun.scanner.scan(this.#window);
    if (outcome === 'whole') this.#finish(begun);
    else if (outcome === 'broken') this.#giveUp(begun, 'not JSON');
    else if (isEnd) this.#giveUp(begun, 'not JSON');
    else return this.#hold(begun);
    return true;
  }

  /** Keeps memory bounded while a value continues. */
  #hold(begun: Begun): boolean {
    const { scanner, begins, isStreamed } = begun;
    if (scanner.isEnvelope && (isStreamed || this.#window.position - begins.position > MAX_PENDING)) {
      this.#emitAll(scanner.pending);
      scanner.pending = [];
      scanner.nested = scanner.nested.filter(({ start }) => start >= (scanner.frames[2]?.begins.position ?? Infinity));
      this.#begun = { ...begun, isStreamed: true };
      this.#lost = undefined;
    }
    if (this.#window.position - this.#neededFrom() < MAX_PIECE) return false;
    this.#giveUp(begun, TOO_LONG);
    return true;
  }

  #finish({ scanner, begins, isStreamed }: Begun): void {
    const lost = this.#lost;
    this.#begun = undefined;
    if (lost !== undefined && !this.#isNext(lost, begins.standing, scanner)) return;
    this.#lost = undefined;
    if (isStreamed || scanner.isEnvelope) this.#emitAll(scanner.pending);
    else this.#emitAll([{ start: begins.position, end: this.#window.position, line: begins.line }]);
    if (lost !== undefined && lost.context.length > 0) this.#resume(lost.context);
  }

  /** Continues behind a record inside an envelope. */
  #resume(context: readonly Frame[]): void {
    this.#begun = { scanner: new JsonScanner(context), begins: this.#window.mark(), isStreamed: true };
  }

  /** Whether a complete value is the one after the broken value, and not a part of it. */
  #isNext({ indent, context }: Lost, ownIndent: number, { rootMarks, isEnvelope }: JsonScanner): boolean {
    if (!stands(ownIndent, indent)) return false;
    return isEnvelope || isStandalone(rootMarks) || (indent >= 0 && context.length === 0);
  }

  #giveUp({ scanner, begins: outermost }: Begun, problem: string): void {
    const { begins, context } = this.#brokenIn(scanner, outermost);
    const before = this.#lost;
    this.#begun = undefined;
    if (before === undefined || this.#isRecordOfItsOwn(before, outermost.standing, scanner)) {
      if (!this.#lacksOnlyComma(begins)) this.#tell(begins, problem);
      this.#lost = { indent: ownIndentOf(begins), context: context.length > 0 ? context : (before?.context ?? []) };
    }
    this.#goBack(scanner, begins.position, before === undefined);
  }

  /** Whether a broken value is another one than the broken value before it. */
  #isRecordOfItsOwn({ indent, context }: Lost, ownIndent: number, { rootMarks, isEnvelope }: JsonScanner): boolean {
    if (!stands(ownIndent, indent)) return false;
    return isEnvelope || isOwnRecord(rootMarks) || isStandalone(rootMarks) || (indent >= 0 && context.length === 0);
  }

  /** Records that are complete in the envelope are read; its open element is the broken one. */
  #brokenIn(scanner: JsonScanner, outermost: Bookmark): { begins: Bookmark; context: readonly Frame[] } {
    if (!scanner.isEnvelope) return { begins: outermost, context: [] };
    this.#emitAll(scanner.pending);
    const [root, array, element] = scanner.frames;
    if (root === undefined || array?.isEnvelopeArray !== true) return { begins: this.#window.mark(), context: [] };
    return { begins: element?.begins ?? this.#window.mark(), context: [root, array] };
  }

  /** Between two elements of an envelope. */
  #lacksOnlyComma({ position }: Bookmark): boolean {
    return position === this.#window.position && this.#window.text.charAt(this.#window.at) === '{';
  }

  #tell({ position, line }: Bookmark, problem: string): void {
    const end = Math.min(this.#window.position, position + SHOWN_LENGTH);
    this.#found.push({ text: this.#window.slice(position, end), line, problem });
  }

  /** Reads records inside the broken value. The search begins behind them or, without any, where the value broke. */
  #goBack(scanner: JsonScanner, start: number, isFirst: boolean): void {
    const indent = this.#lost?.indent ?? -1;
    const swallowed = outermostOf(scanner.nested.filter((one) => one.start > start && stands(one.standing, indent)));
    this.#emitAll(swallowed);
    // Only once, so that no text is scanned more than twice.
    const open = (isFirst ? scanner.frames.slice(0, MAX_SEARCH_DEPTH) : []).find(
      ({ begins, marks }) => begins.position > start && isStandalone(marks) && stands(begins.standing, indent),
    );
    const back = open?.begins ?? swallowed.at(-1)?.ends;
    if (back !== undefined) this.#window.return(back);
    else if (this.#window.position === scanner.lastText.end) this.#window.goBackTo(scanner.lastText.start + 1);
    else this.#window.goBackToLineStart(start);
  }

  #emitAll(spans: readonly Span[]): void {
    for (const { start, end, line } of spans) this.#found.push({ text: this.#window.slice(start, end), line });
  }

  #neededFrom(): number {
    if (this.#begun === undefined) return this.#window.position;
    const { scanner, begins, isStreamed } = this.#begun;
    return isStreamed ? (scanner.neededFrom ?? this.#window.position) : begins.position;
  }

  #take(): readonly TextPiece[] {
    const found = this.#found;
    this.#found = [];
    return found;
  }
}

/** The indent if the value begins its line; -1 otherwise. */
function ownIndentOf({ indent, standing }: Bookmark): number {
  return indent < 0 ? standing : -1;
}

/** The next value begins its line no farther in than the broken one, if that one began its line. */
function stands(indent: number, brokenIndent: number): boolean {
  return brokenIndent < 0 || (indent >= 0 && indent <= brokenIndent);
}

function outermostOf(records: readonly NestedRecord[]): readonly NestedRecord[] {
  const outermost: NestedRecord[] = [];
  for (const record of records) {
    while ((outermost.at(-1)?.start ?? -1) > record.start) outermost.pop();
    outermost.push(record);
  }
  return outermost;
}
