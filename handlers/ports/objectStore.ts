export interface ObjectStore {
  /** The whole object. Throws if it is not there. */
  read(bucket: string, key: string): Promise<Uint8Array>;
  /** Adds or replaces an object. */
  write(bucket: string, key: string, content: Uint8Array): Promise<void>;
}
