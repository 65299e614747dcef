/** The time before each message in log groups exported to S3 and in `aws logs tail`; colours where it was told to. */
const TIME =
  /^(?:\u001b\[\d*m)*\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?(?:\u001b\[\d*m)*(?=[ \t\r]|$)/;

/** The name of the log stream, which `aws logs tail` puts between. */
const STREAM = /^[ \t]+(?:\u001b\[\d*m)*[^\s{]\S{0,511}(?=[ \t\r]|$)/;

const MESSAGE = /^\s*(?:[{]|Permissions are |CWL CONTROL |$)/;

/** How long what stands before the message of a log event on a line is; 0 where there is nothing of that kind. */
export function eventPrefixLength(line: string): number {
  const time = TIME.exec(line)?.[0].length ?? 0;
  if (time === 0) return 0;
  const rest = line.slice(time);
  if (MESSAGE.test(rest)) return time;
  const stream = STREAM.exec(rest)?.[0].length ?? 0;
  return stream > 0 && MESSAGE.test(rest.slice(stream)) ? time + stream : 0;
}

/** Longer prefixes are none. */
export const MAX_PREFIX = 1024;
