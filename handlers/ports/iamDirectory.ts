/** What IAM knows of principals and policies; undefined is what does not exist (any more). */
export interface IamDirectory {
  userArn(userName: string): Promise<string | undefined>;
  roleArn(roleName: string): Promise<string | undefined>;
  /** The default version of a managed policy, as JSON text. */
  policyDocument(policyArn: string): Promise<string | undefined>;
  tag(type: 'user' | 'role', name: string, key: string): Promise<string | undefined>;
}
