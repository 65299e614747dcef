import type { IamStatement } from './adapterStatements.js';

/** A statement that says to whom it applies: of a resource's policy or of a role's trust. */
export interface ResourceStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: IamStatement['Condition'];
}

/** The text of a policy; the same statements are always the same text. */
export function policyText(statements: readonly (IamStatement | ResourceStatement)[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** For whom a service asks, where it says so: the confused deputy has no business with our roles. */
export type OnBehalfOf =
  | { readonly accountId: string; readonly sourceArn: string }
  /** Firehose gives the account's id (Firehose Developer Guide, "Controlling access"). */
  | { readonly externalId: string };

/** Lets a service take a role on. */
export function trustOf(service: string, onBehalfOf?: OnBehalfOf): string {
  const Condition = onBehalfOf === undefined ? {} : { Condition: conditionOf(onBehalfOf) };
  return policyText([
    { Sid: 'Assume', Effect: 'Allow', Principal: { Service: service }, Action: ['sts:AssumeRole'], ...Condition },
  ]);
}

function conditionOf(onBehalfOf: OnBehalfOf): NonNullable<IamStatement['Condition']> {
  if ('externalId' in onBehalfOf) return { StringEquals: { 'sts:ExternalId': [onBehalfOf.externalId] } };
  return {
    StringEquals: { 'aws:SourceAccount': [onBehalfOf.accountId] },
    ArnLike: { 'aws:SourceArn': [onBehalfOf.sourceArn] },
  };
}

/** Refuses whatever comes unencrypted. */
export function tlsOnly(resources: readonly string[], action: string): ResourceStatement {
  return {
    Sid: 'TlsOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: [action],
    Resource: resources,
    Condition: { Bool: { 'aws:SecureTransport': ['false'] } },
  };
}
