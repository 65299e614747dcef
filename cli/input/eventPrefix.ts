/** The time before each message in log groups exported to S3 and in `aws logs tail`, which may colour it. */
const TIME =
  /^(?:\u001b\[\d*m)*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?(?:\u001b\[\d*m)*(?=[ \t\r]|$)/;

/** The name of the log stream that `aws logs tail` prints after the time. */
const STREAM = /^[ \t]+(?:\u001b\[\d*m)*[^\s{]\S{0,511}(?=[ \t\r]|$)/;

const MESSAGE = /^\s*(?:[{]|Permissions are |CWL CONTROL |$)/;

/** The length of what stands before a log event's message on a line; 0 if nothing does. */
export function eventPrefixLength(line: string): number {
  const time = TIME.exec(line)?.[0].length ?? 0;
  if (time === 0) return 0;
  const rest = line.slice(time);
  if (MESSAGE.test(rest)) return time;
  const stream = STREAM.exec(rest)?.[0].length ?? 0;
  return stream > 0 && MESSAGE.test(rest.slice(stream)) ? time + stream : 0;
}

/** The longest prefix that is recognized. */
export const MAX_PREFIX = 1024;
