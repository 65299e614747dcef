import { S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { S3ObjectStore } from '../../../handlers/adapters/s3ObjectStore.js';
import { ServiceError } from '../../../handlers/runtime/errors.js';
import type { ObjectStore } from '../../../handlers/ports/objectStore.js';
import { MemoryObjectStore } from '../../../local/memory/memoryObjectStore.js';
import { rejectionOf } from '../../rejection.js';
import { clientAnswering } from './clientAnswering.js';

/** A bucket that keeps what is put. */
function bucketClient() {
  const objects = new Map<string, Uint8Array>();
  return clientAnswering(S3Client, ({ Bucket, Key, Body }) => {
    const place = `${String(Bucket)}/${String(Key)}`;
    if (Body instanceof Uint8Array) {
      objects.set(place, Body);
      return {};
    }
    const content = objects.get(place);
    return content === undefined
      ? Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' })
      : { Body: { transformToByteArray: () => Promise.resolve(content) } };
  });
}

describe('every ObjectStore', () => {
  const stores: readonly (readonly [string, () => ObjectStore])[] = [
    ['MemoryObjectStore', () => new MemoryObjectStore()],
    ['S3ObjectStore', () => new S3ObjectStore(bucketClient().client)],
  ];
  for (const [name, create] of stores) {
    it(`reads what was written last, by bucket and key: ${name}`, async () => {
      const store = create();
      await store.write('one', 'a/b c', Uint8Array.of(1));
      await store.write('one', 'a/b c', Uint8Array.of(2, 3));
      await store.write('two', 'a/b c', Uint8Array.of(4));
      expect([...(await store.read('one', 'a/b c'))]).to.deep.equal([2, 3]);
    });

    it(`throws for an object that is not there: ${name}`, async () => {
      expect((await rejectionOf(create().read('one', 'missing'))).message).to.match(/does not exist/);
    });
  }
});

describe('S3ObjectStore', () => {
  it('asks for the key as it is', async () => {
    const { client, inputs } = bucketClient();
    await new S3ObjectStore(client).write('one', 'a+b/ü', Uint8Array.of(1));
    await new S3ObjectStore(client).read('one', 'a+b/ü');
    expect(inputs).to.deep.equal([
      { Bucket: 'one', Key: 'a+b/ü', Body: Uint8Array.of(1) },
      { Bucket: 'one', Key: 'a+b/ü' },
    ]);
  });

  it('throws where the content is missing', async () => {
    const { client } = clientAnswering(S3Client, () => ({}));
    const error = await rejectionOf(new S3ObjectStore(client).read('one', 'key'));
    expect(error).to.be.instanceOf(ServiceError);
    expect(error.message).to.equal('S3: one/key came without its content');
  });
});

describe('MemoryObjectStore', () => {
  it('keeps its own copy', async () => {
    const store = new MemoryObjectStore();
    const content = Uint8Array.of(1);
    await store.write('one', 'key', content);
    content[0] = 9;
    (await store.read('one', 'key'))[0] = 8;
    expect([...(await store.read('one', 'key'))]).to.deep.equal([1]);
  });

  it('fails when told', async () => {
    const store = new MemoryObjectStore();
    store.faults.plan(new Error('throttled'), new Error('again'));
    expect((await rejectionOf(store.write('one', 'key', Uint8Array.of(1)))).message).to.equal('throttled');
    expect((await rejectionOf(store.read('one', 'key'))).message).to.equal('again');
  });
});
