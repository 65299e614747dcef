import { IAMClient } from '@aws-sdk/client-iam';

type Input = Readonly<Record<string, unknown>>;
export type Answer = (input: Input) => unknown;

/** A client that answers by the name of the command; `sent` is what it was asked, as `NAME` and input. */
export function iamAnswering(answers: Readonly<Record<string, Answer>>): {
  readonly client: IAMClient;
  readonly sent: (readonly [string, Input])[];
} {
  const sent: (readonly [string, Input])[] = [];
  const client = Object.create(IAMClient.prototype) as IAMClient;
  const send = async (command: { readonly input: Input }): Promise<unknown> => {
    const name = command.constructor.name.replace('Command', '');
    sent.push([name, { ...command.input }]);
    await Promise.resolve();
    const answer = answers[name];
    if (answer === undefined) throw new Error(`unexpected ${name}`);
    return answer(command.input);
  };
  Object.assign(client, { send });
  return { client, sent };
}
