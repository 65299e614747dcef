/** The default versions of the stack's own policies that deny persons. */
export interface PolicyDocumentReader {
  /** As JSON text; undefined if the policy does not exist. */
  document(policyArn: string): Promise<string | undefined>;
}

export interface PolicyDocuments extends PolicyDocumentReader {
  /**
   * Makes `document` the default version. IAM keeps five versions: the oldest go. `absent` if the policy does not exist,
   * `refused` if IAM does not let the stack write it.
   */
  write(policyArn: string, document: string): Promise<'done' | 'absent' | 'refused'>;
}
