import { MemoryPersonPolicyLists } from '../../../local/memory/memoryPersonPolicyLists.js';
import { personPolicyListsContract } from '../../contracts/personPolicyLists.js';

describe('MemoryPersonPolicyLists', () => {
  personPolicyListsContract(() => Promise.resolve(new MemoryPersonPolicyLists()));
});
