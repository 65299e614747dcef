import type { IamStatement } from './adapterStatements.js';

/** A statement with a principal, for a resource policy or a trust policy. */
export interface ResourceStatement {
  readonly Sid: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action: readonly string[];
  readonly Resource?: readonly string[];
  readonly Condition?: IamStatement['Condition'];
}

/** A policy as text; the same statements always give the same text. */
export function policyText(statements: readonly (IamStatement | ResourceStatement)[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

/** The resource or account for which a service assumes a role, against the confused deputy. */
export type OnBehalfOf =
  | { readonly accountId: string; readonly sourceArn: string }
  /** Firehose gives the account's id (Firehose Developer Guide, "Controlling access"). */
  | { readonly externalId: string };

/** A trust policy that lets a service assume a role. */
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

/** Denies every request without TLS. */
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
