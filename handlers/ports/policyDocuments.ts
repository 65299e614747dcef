/** The default versions of managed policies. */
export interface PolicyDocumentReader {
  /** Undefined if there is no such policy. */
  policyDocument(policyArn: string): Promise<string | undefined>;
}

/** The documents of the stack's own policies that deny persons. */
export interface PolicyDocuments extends PolicyDocumentReader {
  /**
   * Makes `document` the default version. IAM keeps five versions: the oldest go. `absent` if the policy does not exist,
   * `refused` if IAM does not let the stack write it.
   */
  writePolicyDocument(policyArn: string, document: string): Promise<'done' | 'absent' | 'refused'>;
}
