import { expect } from 'chai';
import { answerInvoke } from '../../../local/engine/aws/invokes.js';
import type { PlanObject } from '../../../local/engine/plan.js';

const answered = (token: string, args: PlanObject = {}, region = 'eu-west-1'): PlanObject =>
  answerInvoke(token, args, { account: '444455556666', region });

describe('answerInvoke', () => {
  const table: readonly (readonly [string, string, PlanObject])[] = [
    ['aws:index/getCallerIdentity:getCallerIdentity', 'eu-west-1', { accountId: '444455556666' }],
    ['aws:index/getRegion:getRegion', 'eu-west-1', { region: 'eu-west-1', name: 'eu-west-1' }],
    ['aws:index/getPartition:getPartition', 'eu-west-1', { partition: 'aws', reverseDnsPrefix: 'com.amazonaws' }],
    ['aws:index/getPartition:getPartition', 'cn-north-1', { partition: 'aws-cn', dnsSuffix: 'amazonaws.com.cn' }],
    [
      'aws:index/getAvailabilityZones:getAvailabilityZones',
      'eu-west-1',
      { names: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'] },
    ],
  ];
  for (const [token, region, expected] of table) {
    it(`answers ${token} in ${region}`, () => {
      expect(answered(token, {}, region)).to.deep.include(expected);
    });
  }

  it('writes a policy document as IAM reads it', () => {
    const { json } = answered('aws:iam/getPolicyDocument:getPolicyDocument', {
      policyId: 'id',
      statements: [
        {
          sid: 'One',
          actions: ['sts:AssumeRole'],
          principals: [{ type: 'Service', identifiers: ['lambda.amazonaws.com'] }],
          conditions: [
            { test: 'StringEquals', variable: 'aws:SourceAccount', values: ['444455556666'] },
            { test: 'StringEquals', variable: 'aws:SourceArn', values: ['arn:a', 'arn:b'] },
          ],
        },
        {
          effect: 'Deny',
          notActions: ['s3:*', 'sqs:*'],
          resources: ['*'],
          principals: [{ type: '*', identifiers: ['*'] }],
        },
      ],
    });
    expect(JSON.parse(json as string)).to.deep.equal({
      Version: '2012-10-17',
      Id: 'id',
      Statement: [
        {
          Sid: 'One',
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'lambda.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '444455556666', 'aws:SourceArn': ['arn:a', 'arn:b'] } },
        },
        { Effect: 'Deny', NotAction: ['s3:*', 'sqs:*'], Resource: '*', Principal: '*' },
      ],
    });
  });

  it('names a function that it has no answer for', () => {
    expect(() => answered('aws:ec2/getAmi:getAmi')).to.throw('no answer known for the function aws:ec2/getAmi:getAmi');
  });
});
