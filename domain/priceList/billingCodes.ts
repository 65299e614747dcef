/**
 * The codes of Regions in usage types: "AWS Region billing codes" of the AWS global infrastructure guide, looked up
 * 2026-11-28. Those of GovCloud and China, and the second ones of Ireland and Cape Town, are as AWS's usage reports have
 * them ("Understanding your AWS billing and usage reports for Amazon S3").
 */
export const REGION_OF_CODE: Readonly<Record<string, string>> = {
  USE1: 'us-east-1',
  USE2: 'us-east-2',
  USW1: 'us-west-1',
  USW2: 'us-west-2',
  CAN1: 'ca-central-1',
  CAN2: 'ca-west-1',
  MXC1: 'mx-central-1',
  SAE1: 'sa-east-1',
  AFS1: 'af-south-1',
  CPT: 'af-south-1',
  APE1: 'ap-east-1',
  APE2: 'ap-east-2',
  APN1: 'ap-northeast-1',
  APN2: 'ap-northeast-2',
  APN3: 'ap-northeast-3',
  APS1: 'ap-southeast-1',
  APS2: 'ap-southeast-2',
  APS3: 'ap-south-1',
  APS4: 'ap-southeast-3',
  APS5: 'ap-south-2',
  APS6: 'ap-southeast-4',
  APS7: 'ap-southeast-5',
  APS8: 'ap-southeast-6',
  APS9: 'ap-southeast-7',
  EU: 'eu-west-1',
  EUW1: 'eu-west-1',
  EUW2: 'eu-west-2',
  EUW3: 'eu-west-3',
  EUC1: 'eu-central-1',
  EUC2: 'eu-central-2',
  EUN1: 'eu-north-1',
  EUS1: 'eu-south-1',
  EUS2: 'eu-south-2',
  ILC1: 'il-central-1',
  MEC1: 'me-central-1',
  MES1: 'me-south-1',
  UGE1: 'us-gov-east-1',
  UGW1: 'us-gov-west-1',
  CNN1: 'cn-north-1',
  CNW1: 'cn-northwest-1',
};

export type CodeProblem = 'a code of another Region' | 'a code of no known Region';

/**
 * What a usage type's codes say against its Region. `USE1-MP:USE1_…` has two; a name without any says nothing. The name
 * of a model that looks like a code, such as `GLM5`, is none.
 */
export function codeProblemOf(
  usageType: string,
  region: string,
  offer = '',
): { readonly reason: CodeProblem; readonly code: string } | undefined {
  const name = offer.toUpperCase().replace(/[^A-Z0-9]/g, '');
  const codes = codesOf(usageType).filter((code) => REGION_OF_CODE[code] !== undefined || !name.startsWith(code));
  const unknown = codes.find((code) => REGION_OF_CODE[code] === undefined);
  if (unknown !== undefined) return { reason: 'a code of no known Region', code: unknown };
  const other = codes.find((code) => REGION_OF_CODE[code] !== region);
  return other === undefined ? undefined : { reason: 'a code of another Region', code: other };
}

function codesOf(usageType: string): readonly string[] {
  const parts = usageType.split(/[-_]/).map(codeOf);
  const end = parts.findIndex((part) => !isCode(part));
  const marketplace = (/MP:([^_-]*)[_-]/.exec(usageType)?.slice(1) ?? []).map(codeOf);
  return [...parts.slice(0, Math.max(end, 0)), ...marketplace.filter(isCode)];
}

/** A code that is known counts in small letters too. */
function codeOf(part: string): string {
  const code = part.toUpperCase();
  return /\d$/.test(code) && Object.hasOwn(REGION_OF_CODE, code) ? code : part;
}

/** Codes that are not known yet look like the ones that are: capitals and a digit. */
function isCode(part: string): boolean {
  return Object.hasOwn(REGION_OF_CODE, part) || /^[A-Z]{2,8}\d$/.test(part);
}
