import { MemoryNoticeLog } from '../../../local/memory/memoryNoticeLog.js';
import { noticeLogContract } from '../../contracts/noticeLog.js';

describe('MemoryNoticeLog', () => {
  noticeLogContract(() => Promise.resolve(new MemoryNoticeLog()));
});
