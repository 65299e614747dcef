import type { JsonObject } from '../../../domain/json.js';
import type { LambdaContext } from '../../../handlers/runtime/handler.js';
import type { Channel } from '../../../handlers/notifications/channel.js';
import type { Notice } from '../../../handlers/contracts/notice.js';
import { createNotifier } from '../../../handlers/functions/notifier.js';
import type { NoticeLog } from '../../../handlers/ports/noticeLog.js';
import { MemoryNoticeLog } from '../../../local/memory/memoryNoticeLog.js';
import { MemoryTelemetry } from '../../../local/memory/memoryTelemetry.js';
import { VirtualClock } from '../../../local/memory/virtualClock.js';
import { CONTEXT, settingsOf } from '../stubs.js';

export const NOON = Date.UTC(2026, 9, 5, 12);

export const SCHEDULED = { source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} };

/** Keeps what it is told; fails as often as it is told to. */
class StubChannel implements Channel {
  readonly sent: Notice[] = [];
  readonly name: string;
  readonly isGrouped: boolean;
  failures = 0;

  constructor(name: string, isGrouped: boolean) {
    this.name = name;
    this.isGrouped = isGrouped;
  }

  wants({ isSilent }: Notice): boolean {
    return isSilent !== true;
  }

  send(notice: Notice): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error(`${this.name} is away`));
    }
    this.sent.push(notice);
    return Promise.resolve();
  }

  get titles(): readonly string[] {
    return this.sent.map(({ title }) => title);
  }
}

interface NotifierWorldOptions {
  readonly through?: (log: NoticeLog) => NoticeLog;
  readonly log?: NoticeLog;
  readonly withOthers?: boolean;
  readonly more?: (clock: VirtualClock) => readonly Channel[];
}

/** The notifier on memory, with a channel for people and one for machines. */
export class NotifierWorld {
  readonly clock = new VirtualClock(NOON);
  readonly telemetry = new MemoryTelemetry();
  readonly people = new StubChannel('people', true);
  readonly machines = new StubChannel('machines', false);
  readonly others = new StubChannel('others', true);
  readonly notify: (event: JsonObject, context?: LambdaContext) => Promise<void>;

  constructor(options: NotifierWorldOptions = {}) {
    const { through = (log) => log, log = new MemoryNoticeLog(), withOthers = false, more = () => [] } = options;
    const handle = createNotifier({
      log: through(log),
      channels: [this.people, this.machines, ...(withOthers ? [this.others] : []), ...more(this.clock)],
      clock: this.clock,
      telemetry: this.telemetry,
      settings: () => Promise.resolve(settingsOf()),
      prefix: 'bedrock-budgeteer-dev',
      homeRegion: 'us-east-1',
    });
    this.notify = (event, context = CONTEXT) => handle(event, context);
  }
}
