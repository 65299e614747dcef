import sinon from 'sinon';

type Input = Readonly<Record<string, unknown>>;

export interface AnsweringClient<Client> {
  readonly client: Client;
  /** Of the commands that were sent, in order. */
  readonly inputs: readonly Input[];
}

/** A client of the SDK that sends nothing and answers as told; an Error as an answer is thrown. */
export function clientAnswering<Client extends object>(
  type: { readonly prototype: Client },
  answer: (input: Input, call: number) => unknown,
): AnsweringClient<Client> {
  const inputs: Input[] = [];
  const client = Object.create(type.prototype) as Client;
  const send = sinon.stub().callsFake(async (command: { readonly input: Input }): Promise<unknown> => {
    inputs.push(command.input);
    const answered = await Promise.resolve(answer(command.input, inputs.length));
    if (answered instanceof Error) throw answered;
    return answered;
  });
  Object.assign(client, { send });
  return { client, inputs };
}
