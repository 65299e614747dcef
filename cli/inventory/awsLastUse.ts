import {
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsResponse,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { SECOND_MS, type Instant } from '../../domain/instant.js';
import { present } from '../../handlers/adapters/policyDocument.js';
import type { Clock } from '../../handlers/ports/clock.js';
import { UserError } from '../userError.js';

/** As IAM names what spends. */
const SERVICES = ['bedrock', 'bedrock-mantle'];

const LOOKS = 60;

/** What IAM's last-accessed report says, which is up to four hours behind. Throws UserError if there is none in a minute. */
export async function lastBedrockUse(
  client: IAMClient,
  clock: Pick<Clock, 'sleep'>,
  arn: string,
): Promise<Instant | undefined> {
  const { JobId } = await client.send(
    new GenerateServiceLastAccessedDetailsCommand({ Arn: arn, Granularity: 'SERVICE_LEVEL' }),
  );
  const jobId = present(JobId, `GenerateServiceLastAccessedDetails ${arn}`);
  let latest: Instant | undefined;
  let Marker: string | undefined;
  do {
    const page = await finished(client, clock, { JobId: jobId, Marker }, arn);
    for (const { ServiceNamespace = '', LastAuthenticated } of page.ServicesLastAccessed ?? []) {
      if (!SERVICES.includes(ServiceNamespace) || LastAuthenticated === undefined) continue;
      latest = Math.max(latest ?? 0, LastAuthenticated.getTime());
    }
    Marker = page.IsTruncated === true ? page.Marker : undefined;
  } while (Marker !== undefined);
  return latest;
}

async function finished(
  client: IAMClient,
  clock: Pick<Clock, 'sleep'>,
  input: { readonly JobId: string; readonly Marker: string | undefined },
  arn: string,
): Promise<GetServiceLastAccessedDetailsResponse> {
  for (let look = 1; look <= LOOKS; look += 1) {
    const page = await client.send(new GetServiceLastAccessedDetailsCommand(input));
    if (page.JobStatus === 'COMPLETED') return page;
    if (page.JobStatus === 'FAILED') {
      throw new UserError(`${arn}: IAM could not say when it was last used; --no-last-used leaves that out`);
    }
    await clock.sleep(SECOND_MS);
  }
  throw new UserError(`${arn}: IAM takes too long to say when it was last used; --no-last-used leaves that out`);
}
